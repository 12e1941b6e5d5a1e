import { createElement, useEffect, type ReactElement } from 'react';
import { addPropertyControls, ControlType } from 'framer';

const SCRIPT = 'https://cdn.jsdelivr.net/npm/@solifyn/buy-button@0.1.0/dist/solifyn-buy-button.js';

interface BuyButtonProps {
  sells: 'product' | 'collection';
  productId: string;
  collectionId: string;
  label: string;
  link: string;
  endpoint: string;
  mode: 'redirect' | 'new-tab' | 'modal' | 'inline';
  discountCode: string;
  successUrl: string;
  theme: 'auto' | 'light' | 'dark';
  background: string;
  color: string;
  radius: number;
}

/** Loads the script once, with any number of buttons on the page. */
function loadScript(): void {
  if (document.querySelector(`script[src="${SCRIPT}"]`)) return;
  const script = document.createElement('script');
  script.type = 'module';
  script.src = SCRIPT;
  document.head.append(script);
}

/**
 * A Solifyn buy button. Until the script runs, the page shows the checkout link, which sells too.
 *
 * @framerSupportedLayoutWidth any-prefer-fixed
 * @framerSupportedLayoutHeight auto
 */
export default function BuyButton({
  sells = 'product',
  productId,
  collectionId,
  label = 'Buy now',
  link,
  endpoint,
  mode,
  discountCode,
  successUrl,
  theme,
  background,
  color,
  radius,
}: BuyButtonProps): ReactElement {
  useEffect(loadScript, []);

  const attributes = {
    'product-id': sells === 'product' ? productId : undefined,
    'collection-id': sells === 'collection' ? collectionId : undefined,
    endpoint: endpoint || undefined,
    mode,
    'discount-code': discountCode || undefined,
    'success-url': successUrl || undefined,
    theme,
    style: {
      display: 'block',
      '--solifyn-button-background': background,
      '--solifyn-button-color': color,
      '--solifyn-button-radius': radius === undefined ? undefined : `${radius}px`,
    },
  };
  return createElement('solifyn-buy-button', attributes, link ? <a href={link}>{label}</a> : label);
}

addPropertyControls<BuyButtonProps>(BuyButton, {
  sells: {
    type: ControlType.Enum,
    title: 'Sells',
    options: ['product', 'collection'],
    optionTitles: ['Product', 'Collection'],
    defaultValue: 'product',
  },
  productId: {
    type: ControlType.String,
    title: 'Product id',
    placeholder: 'prod_…',
    hidden: ({ sells }) => sells !== 'product',
  },
  collectionId: {
    type: ControlType.String,
    title: 'Collection id',
    placeholder: 'col_…',
    hidden: ({ sells }) => sells !== 'collection',
  },
  label: { type: ControlType.String, title: 'Label', defaultValue: 'Buy now' },
  link: {
    type: ControlType.String,
    title: 'Checkout link',
    placeholder: 'https://solifyn.com/checkout/…',
    description: 'Sells if the script or the endpoint fails.',
  },
  endpoint: {
    type: ControlType.String,
    title: 'Endpoint',
    placeholder: 'https://…/session',
    description: 'The address of your session endpoint. Without one, the button leads to the checkout link.',
  },
  mode: {
    type: ControlType.Enum,
    title: 'Opens',
    options: ['redirect', 'new-tab', 'modal', 'inline'],
    optionTitles: ['In this tab', 'In a new tab', 'In a dialog', 'Below the button'],
    defaultValue: 'redirect',
  },
  discountCode: { type: ControlType.String, title: 'Discount code' },
  successUrl: {
    type: ControlType.String,
    title: 'Thank-you page',
    placeholder: 'https://…',
    hidden: ({ mode }) => mode !== 'modal' && mode !== 'inline',
  },
  theme: {
    type: ControlType.Enum,
    title: 'Theme',
    options: ['auto', 'light', 'dark'],
    optionTitles: ['Follow the page', 'Light', 'Dark'],
    defaultValue: 'auto',
  },
  background: { type: ControlType.Color, title: 'Background', optional: true },
  color: { type: ControlType.Color, title: 'Text', optional: true },
  radius: { type: ControlType.Number, title: 'Radius', min: 0, max: 100, unit: 'px', optional: true },
});

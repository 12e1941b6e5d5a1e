/**
 * The measured subjects: ours, the floor, and the peers' packages, installed as their documentation describes. Each page
 * opens the checkout that its peer opens at a click.
 */
import { readFileSync } from 'node:fs';
import { SCRIPTS } from '../../../scripts/build/weight.mjs';
import type { Column } from './table.ts';

export interface Subject {
  column: Column;
  /** The files by their paths, the one of the script tag first. */
  files: Record<string, string>;
  /** The script tag. With `async` it is compiled and evaluated on its own. */
  tag: string;
  /** The seller's markup, before a click. */
  markup: string;
  /** The markup of a page in which a click on `#buy` opens the checkout by the peer's own call. */
  open?: string;
  /** The host of the iframe that it opens. */
  host?: string;
}

/** Files in a folder. They are read once, so that a build during the run changes nothing. */
function files(folder: string, paths: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    paths.map((path) => [
      `/${folder}/${path.split('/').at(-1)}`,
      readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'),
    ]),
  );
}

const script = (files: Record<string, string>, attributes = 'async') =>
  `<script ${attributes} src="${Object.keys(files)[0]}"></script>`;

/** The address of the session endpoint, whose responses the pages stub. */
export const ENDPOINT = '/session';

/** A session for ours. */
export const SESSION = {
  id: '5b0c6a52-3c2f-4d0e-9a58-0f6f3c1f7f10',
  session_id: 'ch_R4nD0mS3ss10n',
  checkout_url: 'https://solifyn.com/checkout/prod_z2o92kEl6cYYX?checkout_id=5b0c6a52',
};

export const OURS = (attributes = '') =>
  `<solifyn-buy-button endpoint="${ENDPOINT}" product-id="prod_z2o92kEl6cYYX" ${attributes}>Buy now</solifyn-buy-button>`;

export const FLOOR = `<floor-buy-button endpoint="${ENDPOINT}" product-id="prod_z2o92kEl6cYYX">Buy now</floor-buy-button>`;

/** A seller's own button and its click handler. */
const button = (onClick = '') => `<button id="buy">Buy now</button><script>
  document.querySelector('#buy').addEventListener('click', () => {
    stage.opened = performance.now();
    ${onClick}
  });
</script>`;

/** Code that waits for an `async` script. */
const onLoad = (code: string) => `<script>addEventListener('load', () => { ${code} });</script>`;

const oursFiles = files('dist', SCRIPTS.ours);
const moduleFiles = files('dist', SCRIPTS.module);
const floorFiles = files('floor', ['test/bench/page/floor.js']);
const polarFiles = files('polar', SCRIPTS.polar);
// The path on Whop's host, from which ours loads it.
const whopFiles = files('static/checkout', SCRIPTS.whop);
const dodoFiles = files('dodo', SCRIPTS.dodo);
const freemiusFiles = files('freemius', SCRIPTS.freemius);
const shopifyFiles = files('shopify', SCRIPTS.shopify);

export const ours: Subject = { column: 'ours', files: oursFiles, tag: script(oursFiles), markup: OURS() };

const oursModule: Subject = {
  column: 'module',
  files: moduleFiles,
  tag: script(moduleFiles, 'type="module"'),
  markup: OURS(),
};

export const floor: Subject = {
  column: 'floor',
  files: floorFiles,
  tag: script(floorFiles),
  markup: FLOOR,
  open: button(`
    const iframe = document.createElement('iframe');
    iframe.src = '${SESSION.checkout_url}';
    document.body.append(iframe);`),
  host: new URL(SESSION.checkout_url).hostname,
};

const polar: Subject = {
  column: 'polar',
  files: polarFiles,
  tag: script(polarFiles),
  markup: '<a href="https://polar.sh/checkout/polar_c_R4nD0m" data-polar-checkout>Buy now</a>',
  open: button(`Polar.EmbedCheckout.create('https://polar.sh/checkout/polar_c_R4nD0m');`),
  host: 'polar.sh',
};

const whop: Subject = {
  column: 'whop',
  files: whopFiles,
  tag: script(whopFiles),
  markup: `<div data-whop-checkout-session="${SESSION.session_id}"></div>`,
  // It has no call and mounts every inserted node.
  open: button(`
    const node = document.createElement('div');
    node.dataset.whopCheckoutSession = '${SESSION.session_id}';
    document.body.append(node);`),
  host: 'whop.com',
};

const initializeDodo = onLoad(
  `DodoPaymentsCheckout.DodoPayments.Initialize({ mode: 'live', displayType: 'overlay', onEvent() {} });`,
);

const dodo: Subject = {
  column: 'dodo',
  files: dodoFiles,
  tag: script(dodoFiles),
  markup: initializeDodo,
  open:
    initializeDodo +
    button(`DodoPaymentsCheckout.DodoPayments.Checkout.open({
      checkoutUrl: 'https://checkout.dodopayments.com/session/cks_R4nD0mS3ss10nR4nD0mS3',
    });`),
  host: 'checkout.dodopayments.com',
};

const createFreemius = onLoad(
  `globalThis.handler = new FS.Checkout({ product_id: '311', public_key: 'pk_R4nD0m' });`,
);

const freemius: Subject = {
  column: 'freemius',
  files: freemiusFiles,
  tag: script(freemiusFiles),
  markup: createFreemius,
  open: createFreemius + button(`handler.open({ plan_id: '1', licenses: 1 });`),
  host: 'checkout.freemius.com',
};

const shopify: Subject = {
  column: 'shopify',
  files: shopifyFiles,
  tag: script(shopifyFiles),
  markup: `<div id="product"></div>${onLoad(`
    const client = ShopifyBuy.buildClient({ domain: 'shop.myshopify.com', storefrontAccessToken: 'R4nD0m' });
    ShopifyBuy.UI.init(client).createComponent('product', { id: '1', node: document.querySelector('#product') });
  `)}`,
  // Nothing to open: its checkout is a window of its own, and its button needs a product from the API.
};

export const peers: readonly Subject[] = [polar, whop, dodo, freemius, shopify];

export const subjects: readonly Subject[] = [ours, oursModule, floor, ...peers];

import { hydrate, render } from 'preact';
import { isDocumented, openShop } from '../../shared/shop.ts';
import { Shop } from './Shop.tsx';

const place = document.querySelector('#app')!;

if (isDocumented()) {
  const { BuyButton } = await import('./BuyButton.tsx');
  render(<BuyButton />, place);
} else
  await openShop(
    () => import('@solifyn/buy-button'),
    (isRendered) =>
      new Promise((resolve) => {
        const shop = <Shop onMounted={resolve} />;
        if (isRendered) hydrate(shop, place);
        else render(shop, place);
      }),
  );

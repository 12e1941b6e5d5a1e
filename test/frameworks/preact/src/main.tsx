import { hydrate, render } from 'preact';
import { openShop } from '../../shared/shop.ts';
import { Shop } from './Shop.tsx';

const place = document.querySelector('#app')!;

await openShop(
  () => import('@solifyn/buy-button'),
  (isRendered) =>
    new Promise((resolve) => {
      const shop = <Shop onMounted={resolve} />;
      if (isRendered) hydrate(shop, place);
      else render(shop, place);
    }),
);

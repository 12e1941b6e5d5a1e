import { hydrate, render } from 'solid-js/web';
import { openShop } from '../../shared/shop.ts';
import { Shop } from './Shop.tsx';

const place = document.querySelector('#app')!;

await openShop(
  () => import('@solifyn/buy-button'),
  (isRendered) =>
    new Promise((resolve) => {
      (isRendered ? hydrate : render)(() => <Shop onMounted={resolve} />, place);
    }),
);

import { hydrate, mount } from 'svelte';
import { openShop } from '../../shared/shop.ts';
import Shop from './Shop.svelte';

const target = document.querySelector('#app')!;

await openShop(
  () => import('@solifyn/buy-button'),
  (isRendered) =>
    new Promise((resolve) => {
      (isRendered ? hydrate : mount)(Shop, { target, props: { onMounted: resolve } });
    }),
);

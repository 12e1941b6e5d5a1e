import { hydrate, mount } from 'svelte';
import { isDocumented, openShop } from '../../shared/shop.ts';
import Shop from './Shop.svelte';

const target = document.querySelector('#app')!;

if (isDocumented()) {
  const { default: BuyButton } = await import('./BuyButton.svelte');
  mount(BuyButton, { target });
} else
  await openShop(
    () => import('@solifyn/buy-button'),
    (isRendered) =>
      new Promise((resolve) => {
        (isRendered ? hydrate : mount)(Shop, { target, props: { onMounted: resolve } });
      }),
  );

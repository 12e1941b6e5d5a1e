import { createApp, createSSRApp } from 'vue';
import { openShop } from '../../shared/shop.ts';
import Shop from './Shop.vue';

await openShop(
  () => import('@solifyn/buy-button'),
  (isRendered) =>
    new Promise((resolve) => {
      const create = isRendered ? createSSRApp : createApp;
      create(Shop, { onMounted: resolve }).mount('#app');
    }),
);

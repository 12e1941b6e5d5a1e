import { createSSRApp } from 'vue';
import { renderToString } from 'vue/server-renderer';
import Shop from './Shop.vue';

export const pages = { index: async () => ({ body: await renderToString(createSSRApp(Shop)) }) };

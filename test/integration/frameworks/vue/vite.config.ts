import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';
import { settings } from '../shared/vite.ts';

export default defineConfig(({ mode }) => ({
  ...settings(mode),
  plugins: [
    vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === 'solifyn-buy-button' } } }),
  ],
}));

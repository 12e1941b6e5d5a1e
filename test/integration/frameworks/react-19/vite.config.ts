import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { settings } from '../shared/vite.ts';

/** The element itself, and in the second page the wrapper: the shop of React 18, with React 19 under it. */
export default defineConfig(({ mode, isSsrBuild }) => {
  const { build, ...rest } = settings(mode);
  return {
    ...rest,
    build: { ...build, ...(!isSsrBuild && { rollupOptions: { input: ['index.html', 'wrapper.html'] } }) },
    resolve: { dedupe: ['react', 'react-dom', '@solifyn/buy-button'] },
    plugins: [react()],
  };
});

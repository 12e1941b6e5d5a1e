import solid from 'vite-plugin-solid';
import { defineConfig } from 'vite';
import { settings } from '../shared/vite.ts';

export default defineConfig(({ mode }) => ({ ...settings(mode), plugins: [solid({ ssr: true })] }));

import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';
import { settings } from '../shared/vite.ts';

export default defineConfig(({ mode }) => ({ ...settings(mode), plugins: [preact()] }));

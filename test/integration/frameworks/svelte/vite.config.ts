import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { settings } from '../shared/vite.ts';

export default defineConfig(({ mode }) => ({ ...settings(mode), plugins: [svelte({ configFile: false })] }));

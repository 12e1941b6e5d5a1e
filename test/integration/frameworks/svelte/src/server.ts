import { render } from 'svelte/server';
import Shop from './Shop.svelte';

export const pages = { index: () => render(Shop) };

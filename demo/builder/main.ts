/** Starts the builder with what `release.json` beside the page says. */
import { Builder } from './builder.ts';
import type { Setup } from './setup.ts';

const response = await fetch('release.json');
await new Builder((await response.json()) as Setup).start();
document.body.dataset['ready'] = '';

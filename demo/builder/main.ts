/** Starts the builder with the settings in `release.json` beside the page. */
import { Builder } from './builder.ts';
import type { Setup } from './setup.ts';

const response = await fetch('release.json');
await new Builder((await response.json()) as Setup).start();
document.body.dataset['ready'] = '';

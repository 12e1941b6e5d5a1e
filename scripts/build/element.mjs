/** The element in the custom elements manifest, for the tables and the data for editors. */
import { existsSync, readFileSync } from 'node:fs';

export const MANIFEST = 'custom-elements.json';

const modules = existsSync(MANIFEST) ? JSON.parse(readFileSync(MANIFEST, 'utf8')).modules : [];

/** `undefined` before the manifest is built. */
export const element = modules
  .flatMap(({ declarations }) => declarations)
  .find(({ tagName }) => tagName === 'solifyn-buy-button');

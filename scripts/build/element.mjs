/** The element as the custom elements manifest has it: what tables and editors are told. */
import { existsSync, readFileSync } from 'node:fs';

export const MANIFEST = 'custom-elements.json';

const modules = existsSync(MANIFEST) ? JSON.parse(readFileSync(MANIFEST, 'utf8')).modules : [];

/** Undefined where the manifest has not been made yet. */
export const element = modules
  .flatMap(({ declarations }) => declarations)
  .find(({ tagName }) => tagName === 'solifyn-buy-button');

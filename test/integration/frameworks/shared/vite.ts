import { fileURLToPath } from 'node:url';
import type { UserConfig } from 'vite';

/**
 * What every app's build has in common. Where a server renders the shop too, the page is `index.html` with a place for it.
 *
 * @param mode - Vite's; the pages of a development build have the framework's own checks and warnings
 */
export function settings(mode: string): UserConfig {
  return {
    envDir: fileURLToPath(new URL('..', import.meta.url)),
    logLevel: 'warn',
    build: { target: 'es2022', outDir: `dist/${mode}`, reportCompressedSize: false, modulePreload: false },
  };
}

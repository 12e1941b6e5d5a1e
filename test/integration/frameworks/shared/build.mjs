/**
 * `node ../shared/build.mjs src/server.tsx`: an app built by Vite for production, for development and for the server, whose pages
 * are rendered. All in one process, because Vite takes longer to start than to build.
 */
import { argv, env } from 'node:process';
import { build } from 'vite';

const server = argv[2];

/** Vite keeps what it read from the mode's `.env` file, and would take it for the caller's at the next build. */
function forgetMode() {
  delete env.NODE_ENV;
  delete env.VITE_USER_NODE_ENV;
}

for (const options of [
  { mode: 'production' },
  { mode: 'development' },
  { mode: 'development', build: { ssr: server, outDir: 'dist/server' } },
]) {
  forgetMode();
  await build(options);
}
forgetMode();
await import('./prerender.mjs');

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { env } from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

/** For the screen and the driver together. They usually take 1 s. */
const START_TIMEOUT_MS = 20_000;

/** WebDriver capabilities for WebKitGTK's MiniBrowser. @param {string} miniBrowser - its path */
export const webkitCapabilities = (miniBrowser) => ({
  browserName: 'MiniBrowser',
  'wdio:enforceWebDriverClassic': true, // WebKitGTK 2.50 announces BiDi and lacks half of it
  'webkitgtk:browserOptions': { binary: miniBrowser, args: ['--automation'] },
});

/**
 * WebKitGTK has no headless mode: a virtual screen first, then the WebDriver server on it.
 *
 * @param {{ driver: string, screen: string }} programs - paths of WebKitWebDriver and Xvfb
 * @param {number} port - of 127.0.0.1, for the driver
 * @returns {Promise<() => void>} resolves when the driver accepts sessions, with a function that stops both
 * @throws {Error} if one of them ended, or did not start in time
 */
export async function startWebKitDriver({ driver, screen }, port) {
  const stop = new AbortController();
  const deadline = AbortSignal.any([stop.signal, AbortSignal.timeout(START_TIMEOUT_MS)]);
  const start = (program, args, options) =>
    // `stop` aborts the program, which emits an error.
    spawn(program, args, { stdio: 'ignore', ...options, signal: stop.signal }).on('error', () => {});
  try {
    // Xvfb chooses a free display by itself and writes its number to descriptor 3. Without `-noreset` it drops a connection
    // that comes while the last one ends. The next browser would then end at once, and the driver would wait for it forever.
    const xvfb = start(
      screen,
      ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp', '-noreset'],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
    );
    const [display] = await once(createInterface(xvfb.stdio[3]), 'line', { signal: deadline });
    start(driver, [`--port=${port}`, '--host=127.0.0.1'], {
      env: {
        ...env,
        DISPLAY: `:${display}`,
        GDK_BACKEND: 'x11',
        NO_AT_BRIDGE: '1',
        LIBGL_ALWAYS_SOFTWARE: '1',
        // WEBKIT_DISABLE_COMPOSITING_MODE and WEBKIT_DISABLE_DMABUF_RENDERER stay unset: screenshots hang with them.
      },
    });
    while (!(await isReady(port))) await pause(50, undefined, { signal: deadline });
  } catch (cause) {
    stop.abort();
    throw new Error(`WebKit's driver did not start (${screen}, ${driver} on port ${port})`, { cause });
  }
  return () => stop.abort();
}

async function isReady(port) {
  try {
    const { value } = await (await fetch(`http://127.0.0.1:${port}/status`)).json();
    return value?.ready === true;
  } catch {
    return false; // not listening yet
  }
}

/** A port for a program that cannot be told to take any free one by itself. */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * @returns {Promise<number>} a TCP port of 127.0.0.1 without a listener. It is below the range from which Linux, macOS
 *   and Windows assign ports, or another connection could get it before the program listens.
 */
export async function freePort() {
  for (;;) {
    const port = randomInt(20_000, 30_000);
    const server = createServer();
    try {
      await once(server.listen(port, '127.0.0.1'), 'listening');
    } catch {
      continue; // taken
    }
    await once(server.close(), 'close');
    return port;
  }
}

import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Loopback } from '../../support/loopback.ts';

/**
 * A proxy with the latency of a round trip: it delays each byte by half of it, and a new connection by a whole one.
 *
 * @param origin https
 * @param roundTrip ms
 */
export async function startSlowProxy(origin: string, roundTrip: number): Promise<Loopback> {
  const { hostname, port } = new URL(origin);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    pass(near, far, performance.now() + roundTrip);
    pass(far, near, 0);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.setNoDelay();
      // Browsers close speculative connections.
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
  });

  /** @param ready - time in ms at which the sender has its connection */
  function pass(from: Socket, to: Socket, ready: number): void {
    let last = Promise.resolve();
    const later = (act: () => void) => {
      const due = Math.max(performance.now(), ready) + roundTrip / 2;
      last = last.then(() => wait(Math.max(0, due - performance.now()))).then(act);
    };
    from.on('data', (bytes) => later(() => to.writable && to.write(bytes)));
    from.on('end', () => later(() => to.end()));
    from.on('close', () => later(() => to.destroy()));
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

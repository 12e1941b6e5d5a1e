/** A thousand clients that send half a body and then nothing. */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { start } from './process.ts';
import type { Finding } from '../report.ts';
import { BODY, HEADERS } from './subject.ts';

const CLIENTS = 1000;
/** The endpoint's default in ms. */
const TIMEOUT = 10_000;

export async function stalledBodies(): Promise<Finding[]> {
  const upstream = await start('upstream');
  const endpoint = await start('endpoint', upstream.url, `${TIMEOUT}`);
  const { port } = new URL(endpoint.url);
  try {
    const clients = Array.from({ length: CLIENTS }, () => stalled(Number(port)));
    // A buyer during the stall.
    const before = performance.now();
    const { status } = await fetch(endpoint.url, { method: 'POST', headers: HEADERS, body: BODY });
    const sale = performance.now() - before;
    const answers = await Promise.all(clients);
    const slowest = Math.max(...answers.map(({ took }) => took));
    const late = answers.filter(({ received }) => !received.startsWith('HTTP/1.1 408 ')).length;
    return [
      {
        what: `${CLIENTS} stalled bodies`,
        measured: `the slowest gone after ${(slowest / 1000).toFixed(2)} s, ${late} without a 408; a sale among them: ${status} in ${sale.toFixed(0)} ms`,
        goal: `each gone ${TIMEOUT / 1000} s after it was connected (and 1 s for both ends on one machine), with 408; the sale goes through`,
        isMet: slowest <= TIMEOUT + 1000 && late === 0 && status === 200,
      },
    ];
  } finally {
    await Promise.all([endpoint.end(), upstream.end()]);
  }
}

/** @returns the response after the connection is closed, and the ms since its first byte. */
function stalled(port: number): Promise<{ received: string; took: number }> {
  return new Promise((resolve) => {
    let received = '';
    // A thousand connections exceed the backlog of a socket, so the rest connect a second later.
    let connected = Infinity;
    const socket: Socket = connect(port, '127.0.0.1');
    socket.setEncoding('utf8');
    socket.on('data', (text) => (received += String(text)));
    socket.on('error', (error) => (received ||= error.message));
    socket.on('connect', () => (connected = performance.now()));
    socket.on('close', () => resolve({ received, took: performance.now() - connected }));
    const headers = Object.entries({ Host: '127.0.0.1', ...HEADERS, 'Content-Length': `${BODY.length}` });
    socket.write(
      `POST / HTTP/1.1\r\n${headers.map((pair) => pair.join(': ')).join('\r\n')}\r\n\r\n${BODY.slice(0, 20)}`,
    );
  });
}

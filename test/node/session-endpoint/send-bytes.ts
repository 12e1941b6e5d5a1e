import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** Milliseconds between two parts of a request that does not end. */
const PART_INTERVAL_MS = 5;

/**
 * Resolves when a connection has closed, also by a reset. `once` of `node:events` would reject then. A server that closes before
 * it has read everything resets the connection, and whether it had read everything depends on the system.
 */
export function closed(socket: Socket): Promise<void> {
  socket.on('error', () => {});
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

/**
 * Sends bytes over a connection of their own.
 *
 * @param more - more bytes, as long as the connection takes them
 * @returns what the other side has sent until it closed
 */
export async function sendBytes(
  origin: string,
  bytes: string | Buffer,
  more?: () => string,
): Promise<string> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1').setEncoding('utf8');
  let received = '';
  socket.on('data', (chunk) => (received += String(chunk)));
  socket.write(bytes);
  const timer = more && setInterval(() => socket.writable && socket.write(more()), PART_INTERVAL_MS);
  await closed(socket);
  clearInterval(timer);
  return received;
}

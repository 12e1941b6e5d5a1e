import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigError } from '../errors.ts';

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** The variables or flags that set them, for messages. */
  readonly hostName: string;
  readonly portName: string;
}

/**
 * @returns the server's address without a trailing slash.
 * @throws {ConfigError} if the address cannot be used.
 */
export async function listen(server: Server, options: ListenOptions): Promise<string> {
  const { host, port } = options;
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw explained(error, options);
  }
  const { port: bound } = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
}

function explained(error: unknown, { port, hostName, portName }: ListenOptions): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return new ConfigError(
        `${portName} ${port}`,
        'is taken by another program. Choose another port, or 0 for any free one',
      );
    case 'EACCES':
      return new ConfigError(
        `${portName} ${port}`,
        'needs rights that this user does not have. Choose a port from 1024',
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new ConfigError(
        hostName,
        'is not an address of this computer. Set it to 127.0.0.1, or to 0.0.0.0 for all its addresses',
      );
    default:
      return error;
  }
}

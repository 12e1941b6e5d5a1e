import { once } from 'node:events';
import { createServer } from 'node:http';
import { listen } from './listen.ts';
import type { Metrics } from './metrics.ts';

/** Serves the metrics on a port of their own, so that they are not public by accident. */
export interface MetricsServer {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startMetricsServer(
  metrics: Metrics,
  { host, port, portName }: { host: string; port: number; portName: string },
): Promise<MetricsServer> {
  const server = createServer((incoming, outgoing) => {
    const [path] = (incoming.url ?? '').split('?');
    if (path !== '/metrics') {
      outgoing.writeHead(404, { 'Content-Type': 'text/plain' }).end('The metrics are at /metrics.\n');
      return;
    }
    metrics.text().then(
      (text) => outgoing.writeHead(200, { 'Content-Type': metrics.contentType }).end(text),
      () => outgoing.writeHead(500).end(),
    );
  });
  const origin = await listen(server, { host, port, hostName: 'HOST', portName });
  return {
    url: `${origin}/metrics`,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

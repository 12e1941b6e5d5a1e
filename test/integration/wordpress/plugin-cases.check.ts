/**
 * Part of `npm run check:wordpress`: the table of requests and answers, through the plugin in a real WordPress.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runEndpointCases } from '../../node/session-endpoint/endpoint-cases.ts';
import type { EndpointCase, Upstream } from '../../node/session-endpoint/endpoint-cases.ts';
import { sendOverSocket } from '../../node/session-endpoint/send-over-socket.ts';
import { stubServer } from '../../node/session-endpoint/stub-upstream.ts';
import { checkLog, ROUTE, startSite } from './plugin.ts';
import type { WordPress } from './wordpress.ts';

interface Stage extends Upstream {
  readonly wordpress: WordPress;
}

function runTable(name: string, args: readonly string[], only?: (entry: EndpointCase) => boolean): void {
  runEndpointCases<Stage>({
    name,
    can: [],
    ...(only && { only }),
    async upstream() {
      const upstream = await stubServer();
      const wordpress = await startSite(args);
      await wordpress.plugIn('case.php', await readFile(new URL('case.php', import.meta.url), 'utf8'));
      return {
        ...upstream,
        wordpress,
        close: async () => {
          await Promise.all([wordpress.close(), upstream.close()]);
        },
      };
    },
    async start(options, { wordpress }) {
      await wordpress.plugIn('case.json', JSON.stringify(options));
      await wordpress.plugIn('report', '');
      const logged = wordpress.log().length;
      let report: [code: string, message: string][] = [];
      return {
        origin: wordpress.url,
        async send(request) {
          const path = ROUTE + new URL(request.path, wordpress.url).search;
          const response = await sendOverSocket(wordpress.url, { ...request, path });
          const lines = (
            await readFile(join(wordpress.folder, 'wp-content/mu-plugins/report'), 'utf8')
          ).trim();
          report = lines
            .split('\n')
            .filter(Boolean)
            .map((line) => JSON.parse(line));
          checkLog(wordpress.log().slice(logged));
          return response;
        },
        reported: () => report.map(([code]) => code),
        traces: () => JSON.stringify(report) + wordpress.log().slice(logged),
        close: async () => {},
      };
    },
  });
}

runTable('the plugin in WordPress', []);
// Then WordPress uses its own HTTP transport, which treats unusual responses of Solifyn in its own way.
runTable(
  'the plugin in a WordPress whose PHP has no cURL',
  ['-d', 'disable_functions=curl_init,curl_exec'],
  ({ upstream }) => upstream !== undefined && upstream !== null,
);

/** The files that the pages load. They are modules, so that the built sandbox is one file. */
import { Hono } from 'hono';

import { embedScript } from './embed-script.ts';
import { gatewayScript } from './gateway-script.ts';
import { styles } from './styles.ts';

const assets = new Map([
  ['checkout.css', { type: 'text/css; charset=utf-8', text: styles }],
  ['embed.js', { type: 'text/javascript; charset=utf-8', text: embedScript }],
  ['gateway.js', { type: 'text/javascript; charset=utf-8', text: gatewayScript }],
]);

/** The assets, for the path `/__sandbox/assets`. */
export function assetRoutes(): Hono {
  return new Hono().get('/:name', (c) => {
    const asset = assets.get(c.req.param('name'));
    return asset ? c.body(asset.text, 200, { 'content-type': asset.type }) : c.notFound();
  });
}

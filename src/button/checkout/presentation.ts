import type { CheckoutHost } from '../checkout-host.ts';
import { readSetting } from '../config/configure.ts';
import type { Mode } from '../config/settings.ts';
import { themeFor } from '../config/theme.ts';
import { CheckoutError } from '../errors.ts';
import { findGateway, type Gateway, type GatewayPreloadContext } from '../gateways/gateway.ts';
import { localeFor } from '../messages/index.ts';
import { isFramedByOthers } from '../presentations/redirect.ts';

/** How a checkout is shown, and by which gateway if it is embedded. */
export interface Presentation {
  mode: Mode;
  gateway?: Gateway;
}

/**
 * Chooses how the host's checkout is shown. Inside another site's frame only a new tab works. Inline needs a place in
 * the document itself, because a gateway's script cannot see into shadow roots.
 *
 * @throws CheckoutError `not-configured` for an unregistered gateway
 */
export function presentationFor({ node, readOption }: CheckoutHost): Presentation {
  const mode = isFramedByOthers() ? 'new-tab' : readSetting('mode', readOption);
  if (mode === 'redirect' || mode === 'new-tab') return { mode };
  const name = readSetting('gateway', readOption);
  const gateway = findGateway(name);
  if (!gateway)
    throw new CheckoutError('not-configured', `gateway="${name}" is not known: call registerGateway first.`);
  return { mode: node?.getRootNode() === document ? mode : 'modal', gateway };
}

/** What a gateway may know before there is a session. */
export function preloadContextFor({ node, readOption }: CheckoutHost): GatewayPreloadContext {
  return {
    theme: themeFor(readOption, node),
    locale: localeFor(node),
    environment: readSetting('gatewayEnvironment', readOption),
  };
}

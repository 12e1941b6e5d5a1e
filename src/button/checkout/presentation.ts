import type { CheckoutHost } from '../checkout-host.ts';
import { readSetting } from '../config/configure.ts';
import type { Mode } from '../config/settings.ts';
import { themeFor } from '../config/theme.ts';
import { CheckoutError } from '../errors.ts';
import { findGateway, type Gateway, type GatewayPreloadContext } from '../gateways/gateway.ts';
import { localeFor } from '../messages/index.ts';
import { isFramedByOthers } from '../presentations/redirect.ts';

/** How a checkout is shown, and by which gateway if it is embedded. */
export type Presentation = { mode: 'redirect' | 'new-tab' } | EmbeddedPresentation;

export interface EmbeddedPresentation {
  mode: 'modal' | 'inline';
  gateway: Gateway;
  gatewayName: string;
}

/** How an earlier checkout was shown, which then counts instead of the settings. */
export interface EarlierPresentation {
  mode: Mode;
  gateway: string;
}

/**
 * Chooses how the host's checkout is shown. Inside another site's frame only a new tab works. Inline needs a place in
 * the document itself, because a gateway's script cannot see into shadow roots.
 *
 * @throws CheckoutError `not-configured` for an unregistered gateway
 */
export function presentationFor(
  { node, readOption }: CheckoutHost,
  earlier?: EarlierPresentation,
): Presentation {
  const mode = isFramedByOthers() ? 'new-tab' : (earlier?.mode ?? readSetting('mode', readOption));
  if (mode === 'redirect' || mode === 'new-tab') return { mode };
  const gatewayName = earlier?.gateway ?? readSetting('gateway', readOption);
  const gateway = findGateway(gatewayName);
  if (!gateway)
    throw new CheckoutError(
      'not-configured',
      `gateway="${gatewayName}" is not registered: call registerGateway first.`,
    );
  return { mode: node?.getRootNode() === document ? mode : 'modal', gateway, gatewayName };
}

/** What a gateway receives before there is a session. */
export function preloadContextFor({ node, readOption }: CheckoutHost): GatewayPreloadContext {
  return {
    theme: themeFor(readOption, node),
    locale: localeFor(node),
    environment: readSetting('gatewayEnvironment', readOption),
  };
}

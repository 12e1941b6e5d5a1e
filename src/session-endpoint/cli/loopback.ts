import { isLoopback } from '../../request-rules.ts';
import type { ServerSettings } from './settings.ts';

/** Whether only programs on this computer can connect. */
export function isLoopbackHost(host: string): boolean {
  return isLoopback(host) || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * A page whose host name was pointed at this computer after it had loaded (DNS rebinding) has that name in `Host`. On a
 * loopback address it is not the own origin, unless a proxy in front passes on names.
 */
export function isForeignHost(
  { url }: Request,
  { host, trustProxy }: Pick<ServerSettings, 'host' | 'trustProxy'>,
): boolean {
  return trustProxy === 0 && isLoopbackHost(host) && !isLoopback(new URL(url).hostname);
}

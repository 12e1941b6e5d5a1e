/**
 * Opens a connection before a request needs it.
 *
 * @param crossOrigin that of the request that will use the connection
 */
export function preconnect(address: string, crossOrigin?: 'anonymous' | 'use-credentials'): void {
  const link = document.createElement('link');
  Object.assign(link, { rel: 'preconnect', href: address, crossOrigin });
  document.head.append(link);
}

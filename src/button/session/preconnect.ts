/**
 * Has the browser open a connection ahead.
 *
 * @param crossOrigin as the request has it that will use the connection
 */
export function preconnect(address: string, crossOrigin?: 'anonymous' | 'use-credentials'): void {
  const link = document.createElement('link');
  Object.assign(link, { rel: 'preconnect', href: address, crossOrigin });
  document.head.append(link);
}

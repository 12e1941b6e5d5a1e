import { parseHttpUrl } from '../request-rules.ts';

/**
 * Resolves an http(s) address like a link of the page, so that `<base>` counts. The base is read from a node of our own,
 * because `<img name="baseURI">` replaces `document.baseURI`.
 */
export function resolveUrl(address: string): URL | undefined {
  return parseHttpUrl(address, new Text().baseURI);
}

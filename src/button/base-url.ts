import { parseHttpUrl } from '../request-rules.ts';

/**
 * The address that links of the page are relative to. It is read from a node of our own, because `<img name="baseURI">`
 * replaces `document.baseURI`.
 */
export function baseUrl(): string {
  return new Text().baseURI;
}

/** Resolves an http(s) address like a link of the page, so that `<base>` counts. */
export function resolveUrl(address: string): URL | undefined {
  return parseHttpUrl(address, baseUrl());
}

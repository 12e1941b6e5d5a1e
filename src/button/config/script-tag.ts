/** The standalone script's own address as an ES module; the build's wrapper binds it, and nothing does in the npm entry. */
declare const __MODULE_URL__: string | undefined;

/** What an `integrity` says of the self-diagnosis; the build puts it into the standalone scripts. */
declare const __DEBUG_INTEGRITY__: string | undefined;

/** Our file, whatever folder, version or optimiser stands before it. */
const SCRIPT_NAME = /solifyn-buy-button[^"]*\.js/;

const moduleUrl = typeof __MODULE_URL__ === 'undefined' ? undefined : __MODULE_URL__;

function findScript(): HTMLScriptElement | undefined {
  // None in Node.
  const page: Partial<Document> = globalThis.document ?? {};
  // An image named currentScript would stand in for the property.
  const running =
    page.currentScript?.localName === 'script' ? (page.currentScript as HTMLScriptElement) : undefined;
  // A shallow clone shows the attributes without the text: an optimiser may have moved the address to data-src.
  const isOwn = (script: HTMLScriptElement) =>
    (moduleUrl && script.src === moduleUrl) ||
    SCRIPT_NAME.test(script.src) ||
    SCRIPT_NAME.test((script.cloneNode() as Element).outerHTML);
  // Most of the time it is the one that runs, and no other is looked at. (A script in an SVG has no address in `src`../..)
  const isCertain = (running as { src?: string } | undefined)?.src?.includes('solifyn-buy-button');
  return isCertain ? running : ([...(page.querySelectorAll?.('script') ?? [])].find(isOwn) ?? running);
}

/** The script tag that brought us, also where an optimiser delayed or rewrote it. Its `data-…` are settings. */
export const script = findScript();

/** The address of our file, to find others beside it. */
export const scriptUrl = moduleUrl ?? script?.src;

/**
 * What the second file must be, where the seller holds the first to an `integrity` of its own: else whoever changes
 * files on the CDN had only to lead a visitor to `?solifyn-debug`.
 */
export const debugIntegrity =
  typeof __DEBUG_INTEGRITY__ !== 'undefined' && script?.integrity && __DEBUG_INTEGRITY__;

/** The address of the standalone ES module. The build's wrapper declares it. In the npm entry it is undeclared. */
declare const __MODULE_URL__: string | undefined;

/** The integrity hash of the self-diagnosis. The build writes it into the standalone scripts. */
declare const __DEBUG_INTEGRITY__: string | undefined;

/** The script's file, in any folder or version, and behind the prefix of an optimiser. */
const SCRIPT_NAME = /solifyn-buy-button[^"]*\.js/;

const moduleUrl = typeof __MODULE_URL__ === 'undefined' ? undefined : __MODULE_URL__;

function findScript(): HTMLScriptElement | undefined {
  // Node has no document.
  const page: Partial<Document> = globalThis.document ?? {};
  // `<img name="currentScript">` replaces the property.
  const running =
    page.currentScript?.localName === 'script' ? (page.currentScript as HTMLScriptElement) : undefined;
  // A shallow clone has the attributes without the text. An optimiser may have moved the address to data-src.
  const isOwn = (script: HTMLScriptElement) =>
    (moduleUrl && script.src === moduleUrl) ||
    SCRIPT_NAME.test(script.src) ||
    SCRIPT_NAME.test((script.cloneNode() as Element).outerHTML);
  const scripts = page.querySelectorAll?.('script') ?? [];
  // The running script first, because another tag may load a second copy.
  return [...(running ? [running] : []), ...scripts].find(isOwn) ?? running;
}

/** The tag of this script, also if an optimiser has delayed or rewritten it. Its `data-…` attributes are settings. */
export const script = findScript();

/** The address of this script, to find the files beside it. */
export const scriptUrl = moduleUrl ?? script?.src;

/**
 * The integrity hash of the self-diagnosis, if the seller's script tag has an `integrity`. Otherwise anyone who can change
 * files on the CDN could run code in the page of a visitor whom they lead to `?solifyn-debug`.
 */
export const debugIntegrity =
  typeof __DEBUG_INTEGRITY__ !== 'undefined' && script?.integrity && __DEBUG_INTEGRITY__;

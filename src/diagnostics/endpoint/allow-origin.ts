/** How to make the endpoint accept requests of this page. */
export function howToAllowOrigin(): string {
  return globalThis.origin === 'null'
    ? 'This frame is sandboxed and its origin is “null”: add allow-same-origin to its sandbox attribute, or put the button in the page itself.'
    : `Allow exactly this origin in the settings of your session endpoint: SOLIFYN_ALLOWED_ORIGINS=${globalThis.origin}, or in code allowedOrigins: ['${globalThis.origin}'].`;
}

/** To be imported before `src/`: the script tag that brought the standalone script, as `src/button/config/script-tag.ts` finds it. */
export const scriptTag = document.createElement('script');

// A type that no browser runs: only its attributes matter.
scriptTag.type = 'text/plain';
scriptTag.src = 'https://cdn.example/solifyn-buy-button.umd.js';
document.head.append(scriptTag);

/** Import this before `src/`: the script tag of the standalone script, for `src/button/config/script-tag.ts`. */
export const scriptTag = document.createElement('script');

// A type that no browser runs, because only its attributes matter.
scriptTag.type = 'text/plain';
scriptTag.src = 'https://cdn.example/solifyn-buy-button.umd.js';
document.head.append(scriptTag);

/** What platforms do to a pasted snippet. Each takes the snippet and gives the markup of the page. */

/** The snippet's script tag, and the rest. */
function split(snippet: string): { script: string; rest: string } {
  const script = /<script\b.*?<\/script>/s.exec(snippet)?.[0];
  if (!script) throw new Error('no script tag in the snippet');
  return { script, rest: snippet.replace(script, '') };
}

/** In the body of a page with things around it. */
export const asPasted = (snippet: string): string =>
  `<header><a href="/">Northlight</a></header><main><h1>Presets</h1>${snippet}<p>48 of them.</p></main>`;

/** A Custom HTML block: WordPress leaves it as it is. (Seen in WordPress 6.5.5.) */
export const wordpressBlock = (snippet: string): string =>
  `<div class="entry-content"><p>Hello</p>\n\n${snippet}\n\n</div>`;

/** The classic editor's `wpautop`: a paragraph around the line. (Seen in 6.5.5.) */
export const wordpressClassic = (snippet: string): string => `<p>Hello</p>\n<p>${snippet}</p>\n<p>Bye</p>`;

/** The same for a snippet that was broken into lines: a line break after each. (Seen in 6.5.5.) */
export const wordpressClassicLines = (snippet: string): string =>
  wordpressClassic(snippet).replace('</script>', '</script><br />\n');

/** The same with blank lines around the link: the paragraph's end closes the element early. (Seen in 6.5.5.) */
export const wordpressClassicBlankLines = (snippet: string): string =>
  wordpressClassic(snippet)
    .replace(/(<solifyn-buy-button[^>]*>)/, '$1</p>\n<p>')
    .replace('</solifyn-buy-button>', '</p>\n<p></solifyn-buy-button>');

/** What `wp_kses_post` leaves of an author's post: the link. (Seen in 6.5.5.) */
export const wordpressAuthor = (snippet: string): string =>
  snippet.replace(/<script\b.*?<\/script>/s, '').replace(/<\/?solifyn-buy-button[^>]*>/g, '');

/** Script and markup in two blocks. */
export const scriptFirst = (snippet: string): string => {
  const { script, rest } = split(snippet);
  return `<div class="block">${script}</div><div class="block">${rest}</div>`;
};

/** The same, the other way round. */
export const scriptLast = (snippet: string): string => {
  const { script, rest } = split(snippet);
  return `<div class="block">${rest}</div><div class="block">${script}</div>`;
};

/**
 * Cloudflare's Rocket Loader: another type, so that no browser runs it, and later the text is run from a script of the
 * loader's: no `document.currentScript`.
 */
export const rocketLoader = (snippet: string): string =>
  `${snippet.replace('<script ', '<script type="4be1c-text/javascript" ')}
  <script type="module">
    for (const script of document.querySelectorAll('script[type$="-text/javascript"]'))
      (0, eval)(await (await fetch(script.src)).text());
  </script>`;

/** An optimiser's delay until the first touch: type and address moved away, then a new script tag in place of the old. */
export const untilTouched = (snippet: string): string =>
  `${snippet.replace(/<script async src="([^"]+)"/, '<script type="rocketlazyloadscript" async data-rocket-src="$1"')}
  <script>
    addEventListener('pointermove', () => {
      for (const old of document.querySelectorAll('[type=rocketlazyloadscript]')) {
        const script = document.createElement('script');
        for (const { name, value } of old.attributes) if (name !== 'type') script.setAttribute(name, value);
        script.src = old.dataset.rocketSrc;
        old.replaceWith(script);
      }
    }, { once: true });
  </script>`;

/** Client-side navigation: the markup comes into a page that is there, and its script tags are made anew, or do not run. */
export const byRouter = (snippet: string): string =>
  `<main></main>
  <template>${snippet}</template>
  <script type="module">
    const main = document.querySelector('main');
    main.innerHTML = document.querySelector('template').innerHTML;
    for (const dead of main.querySelectorAll('script')) {
      const script = document.createElement('script');
      for (const { name, value } of dead.attributes) script.setAttribute(name, value);
      dead.replaceWith(script);
    }
  </script>`;

/** The same where script tags do not run; the script is in the site's header. */
export const byRouterWithoutScripts = (snippet: string): string => {
  const { script, rest } = split(snippet);
  return `${script}<main></main><template>${rest}</template>
  <script type="module">
    await customElements.whenDefined('solifyn-buy-button');
    document.querySelector('main').innerHTML = document.querySelector('template').innerHTML;
  </script>`;
};

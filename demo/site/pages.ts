/** The pages of the live examples as HTML. */
import type { Example } from './examples.ts';

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** The pages are in the folder demo/ of the site. */
function layout({
  title,
  description,
  head = '',
  main,
}: Record<'title' | 'description' | 'main', string> & { head?: string }): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <meta name="description" content="${escape(description)}" />
    <title>${escape(title)} · Solifyn buy button</title>
    <link rel="icon" href="../icon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="demo.css" />
    ${head}
  </head>
  <body>
    <header>
      <a class="home" href="../index.html">Solifyn buy button</a>
      <nav aria-label="Site"><a href="./">Examples</a> <a href="../builder/">Builder</a></nav>
    </header>
    <main>
${main}
    </main>
    <footer><p>These pages sell in a sandbox inside your browser. Nothing is paid, and nothing is sent to a server.</p></footer>
  </body>
</html>
`;
}

/** The example runs the code that it shows, except for the addresses, which lead to this site. */
function toLive(code: string): string {
  return code
    .replace(/https:\/\/cdn\.jsdelivr\.net\/npm\/@solifyn\/buy-button@[^/]+\/dist\//g, '../dist/')
    .replace(/ data-endpoint="[^"]*"/g, '')
    .replace(/https:\/\/solifyn\.com\/checkout\/([\w]+)/g, 'checkout.html?item=$1');
}

export function examplePage({ title, text, page, change }: Example, block: string): string {
  const code = change ? change(block) : block;
  const guide = page.replace(/^docs\//, '../').replace(/\.md$/, '.html');
  return layout({
    title,
    description: text,
    head: '<script src="sandbox.js" defer></script>',
    main: `      <h1>${escape(title)}</h1>
      <p class="lead">${escape(text)}</p>
      <section class="stage" aria-label="The example">
${toLive(code)}
      </section>
      <h2>The code</h2>
      <pre tabindex="0"><code>${escape(code)}</code></pre>
      <p><a href="${guide}">The guide for this example</a></p>
      <h2>What happened</h2>
      <ol id="events" class="events"></ol>`,
  });
}

export function overviewPage(examples: readonly Example[]): string {
  const description = 'Buy buttons that you can press. They sell in a sandbox inside your browser.';
  const items = examples.map(
    ({ name, title, text }) =>
      `        <li><a href="${name}.html">${escape(title)}</a><p>${escape(text)}</p></li>`,
  );
  return layout({
    title: 'Live examples',
    description,
    main: `      <h1>Live examples</h1>
      <p class="lead">${description} Each page shows its code.</p>
      <ul class="cards">
${items.join('\n')}
      </ul>`,
  });
}

export function checkoutPage(): string {
  return layout({
    title: 'Checkout',
    description: 'The simulated checkout of the live examples.',
    head: '<meta name="robots" content="noindex" /><script src="checkout.js" defer></script>',
    main: `      <h1>Checkout</h1>
      <p class="lead">A simulated checkout. It takes no money and no card.</p>
      <form>
        <dl>
          <div><dt>Item</dt><dd data-detail="item">Northlight preset pack</dd></div>
          <div hidden><dt>Quantity</dt><dd data-detail="quantity"></dd></div>
          <div hidden><dt>Discount</dt><dd data-detail="discount"></dd></div>
          <div hidden><dt>Total</dt><dd data-detail="total"></dd></div>
        </dl>
        <label>E-mail <input name="email" type="email" autocomplete="email" required /></label>
        <button type="submit">Pay (pretend)</button>
      </form>
      <p id="thanks" tabindex="-1" hidden>Thank you. A real checkout would have been paid now.</p>
      <p><a id="back" href="./">Back to the example</a></p>`,
  });
}

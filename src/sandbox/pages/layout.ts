/** The layout of every page of the sandbox. hono/html escapes all values, so text from a request stays text. */
import { html } from 'hono/html';

/** Markup that hono/html has created. It may be inserted into other markup. */
export type Html = ReturnType<typeof html>;

export interface PageOptions {
  title: string;
  /** Compact, for an iframe. */
  embedded?: boolean;
  /** `light` and `dark` override the visitor's color scheme. */
  theme?: string | undefined;
  /** The file under `/__sandbox/assets/` that the page runs. */
  script?: string;
  /** Values for that script, as `data-…` attributes of the body. */
  data?: Record<string, string>;
  body: Html;
}

/** A whole document. */
export function page({ title, embedded = false, theme, script, data = {}, body }: PageOptions): Html {
  const attributes = Object.entries(data).map(([name, value]) => html` data-${name}="${value}"`);
  return html`<!doctype html>
    <html lang="en" data-theme="${theme === 'light' || theme === 'dark' ? theme : 'auto'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="robots" content="noindex" />
        <title>${title} · Solifyn sandbox</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/__sandbox/assets/checkout.css" />
        ${script ? html`<script type="module" src="/__sandbox/assets/${script}"></script>` : ''}
      </head>
      <body class="${embedded ? 'embedded' : 'full'}" ${attributes}>
        <header class="ribbon">Sandbox: no money moves here.</header>
        <main>${body}</main>
      </body>
    </html>`;
}

/** What a buyer reads after the bank has declined a payment. */
export const BANK_DECLINED = 'Your bank declined the payment. Nothing was charged. Please try again.';

/** A page with a heading and a sentence. */
export function messagePage({
  title,
  text,
  embedded = false,
}: {
  title: string;
  text: string;
  embedded?: boolean;
}): Html {
  return page({
    title,
    embedded,
    body: html`<section class="card message">
      <h1>${title}</h1>
      <p>${text}</p>
    </section>`,
  });
}

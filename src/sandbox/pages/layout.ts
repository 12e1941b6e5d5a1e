/** The frame of every page of the sandbox. What comes from a request is always text: hono/html escapes it. */
import { html } from 'hono/html';

/** Markup that hono/html has made: safe to put into more of it. */
export type Html = ReturnType<typeof html>;

export interface PageOptions {
  title: string;
  /** Compact, for an iframe. */
  embedded?: boolean;
  /** `light` and `dark` override the visitor's own. */
  theme?: string | undefined;
  /** File under `/__sandbox/assets/` that this page runs. */
  script?: string;
  /** What that script needs to know, as `data-…` of the body. */
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

/** The looks of docs/guides/theming.md as pages, for the pictures and for the test. */
import { createHash } from 'node:crypto';
import { blocksFor } from '../../support/snippets.ts';

/** A picture's size in CSS pixels. */
export const SIZE = { width: 360, height: 150 };
export const SCALE = 2;

/** The folder of the pictures, and a file with the hash of each picture's code. */
export const FOLDER = 'docs/images/looks';
export const MADE_FROM = `${FOLDER}/made-from.json`;

export interface Look {
  /** The name in `title="look …"`. The picture has the same name. */
  name: string;
  picture: string;
  /** The hash of the code. A picture of other code is outdated. */
  hash: string;
  /** The content of a page. The look of the states has a loading and a failed button. */
  content: string;
}

const BUTTON = blocksFor('test/e2e/guides/gallery.test.ts').find(({ title }) => title === 'look plain')!.code;

/** Products that the endpoint of the gallery does not sell. */
export const SLOW = 'prod_slow';
export const SOLD_OUT = 'prod_sold_out';

const buttonFor = (product: string) => BUTTON.replace('prod_z2o92kEl6cYYX', product);

/** The markup around a look that makes it visible. */
const AROUND: Record<string, (code: string) => string> = {
  states: (code) => `${code}<div class="row">${BUTTON}${buttonFor(SLOW)}${buttonFor(SOLD_OUT)}</div>`,
  // The names of colours in a block theme.
  wordpress: (code) =>
    `<style>:root { --wp--preset--color--contrast: #111111; --wp--preset--color--base: #f9f9f9; }</style>${code}${BUTTON}`,
};

export const looks: readonly Look[] = blocksFor('test/e2e/guides/gallery.test.ts').map(
  ({ language, title, code }) => {
    const name = title.replace('look ', '');
    const style = `<style>${code}</style>`;
    const around = AROUND[name] ?? ((text: string) => text + BUTTON);
    return {
      name,
      picture: `${FOLDER}/${name}.png`,
      hash: createHash('sha256').update(code).digest('hex').slice(0, 16),
      content: language === 'css' ? around(style) : code,
    };
  },
);

/** A page that shows one look. */
export function renderLook({ name, content }: Look, endpoint: string): string {
  return `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <title>${name}</title>
  <style>
    html { font: 16px/1.5 system-ui, sans-serif; }
    body { display: grid; place-items: center; min-height: ${SIZE.height}px; margin: 0; background: #fff; color: #111; }
    main { width: 300px; text-align: center; }
    .row { display: grid; grid-template-columns: 104px 104px 120px; align-items: start; gap: 8px; margin: 0 -22px; font-size: 14px; text-align: start; }
    h1 { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); }
  </style>
  <script src="/dist/solifyn-buy-button.umd.js" data-endpoint="${endpoint}" data-retries="0"></script>
  <main><h1>${name}</h1>${content}</main>
</html>`;
}

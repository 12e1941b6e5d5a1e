/** Renders an app's pages in Node, as its server would send them: beside `dist/development/index.html` an `index.rendered.html`. */
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const { pages } = await import(pathToFileURL(resolve('dist/server/server.js')));
for (const [name, render] of Object.entries(pages)) {
  const { head = '', body } = await render();
  const page = await readFile(`dist/development/${name}.html`, 'utf8');
  const rendered = page.replace('</head>', () => `${head}</head>`).replace('<!--shop-->', () => body);
  await writeFile(`dist/development/${name}.rendered.html`, rendered);
}

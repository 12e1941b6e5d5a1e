/** The optional stylesheet of a page, `dist/solifyn-buy-button.css`. */
import { readFile, writeFile } from 'node:fs/promises';
import { transform } from 'esbuild';

/**
 * Rollup plugin: minifies a stylesheet beside the bundle.
 *
 * @param {string} source
 * @param {string} file - that it writes
 * @param {string} banner - a comment
 */
export const stylesheet = (source, file, banner) => ({
  name: 'stylesheet',
  buildStart() {
    this.addWatchFile(source);
  },
  async writeBundle() {
    const { code } = await transform(await readFile(source, 'utf8'), { loader: 'css', minify: true });
    await writeFile(file, `${banner}\n${code}`);
  },
});

/**
 * `npm run template-zips -- --out <folder>`: one ZIP file for each template of the session endpoint, for sellers without git.
 * The same files give the same bytes.
 */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { zip } from '../build/zip.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const templates = join(root, 'templates');

/** What tools leave in a template's folder, and files that hold secrets. */
const IGNORED =
  /(^|\/)(node_modules|\.wrangler|\.netlify|\.vercel|\.env|\.dev\.vars|solifyn_api_key|package-lock\.json)(\/|$)/;

/** @returns {string[]} the names of the templates */
export function templateNames() {
  return readdirSync(templates, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** @param {string} template @returns {string[]} the paths of its files, relative to its folder */
export function templateFiles(template) {
  const folder = join(templates, template);
  return readdirSync(folder, { recursive: true })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => !IGNORED.test(name) && statSync(join(folder, name)).isFile())
    .sort();
}

/**
 * Writes one ZIP file.
 *
 * @param {string} template
 * @param {string} folder - where the file is written
 * @returns {Promise<string>} its path
 */
export async function writeTemplateZip(template, folder) {
  const name = `solifyn-${template}`;
  const files = templateFiles(template).map((file) => ({
    name: file,
    content: readFileSync(join(templates, template, file)),
  }));
  files.push({ name: 'LICENSE', content: readFileSync(join(root, 'LICENSE')) });
  const path = join(folder, `${name}.zip`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, await zip(name, files));
  return path;
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) {
  const { values } = parseArgs({
    options: { out: { type: 'string', default: join(root, 'dist/templates') } },
  });
  for (const template of templateNames()) console.log(await writeTemplateZip(template, values.out));
}

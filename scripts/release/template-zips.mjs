/**
 * `npm run template-zips -- --out <folder>`: one ZIP file for each template of the session endpoint, for sellers without git.
 * The same files give the same bytes.
 */
import { createWriteStream, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import yazl from 'yazl';

const root = fileURLToPath(new URL('../..', import.meta.url));
const templates = join(root, 'templates');

/** A fixed date, so that the date of a checkout does not change the bytes. */
const DATE = new Date(2020, 0, 1);

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
  const zip = new yazl.ZipFile();
  const name = `solifyn-${template}`;
  const options = { mtime: DATE, mode: 0o100644, forceDosTimestamp: true };
  for (const file of templateFiles(template)) {
    zip.addBuffer(readFileSync(join(templates, template, file)), `${name}/${file}`, options);
  }
  zip.addBuffer(readFileSync(join(root, 'LICENSE')), `${name}/LICENSE`, options);
  zip.end();
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.zip`);
  await pipeline(zip.outputStream, createWriteStream(path));
  return path;
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) {
  const { values } = parseArgs({
    options: { out: { type: 'string', default: join(root, 'dist/templates') } },
  });
  for (const template of templateNames()) console.log(await writeTemplateZip(template, values.out));
}

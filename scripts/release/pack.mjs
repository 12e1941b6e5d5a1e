/** The package as `npm pack` makes it. */
import { execFile } from 'node:child_process';
import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Packs what is built. npm's own scripts would build again, while other tests read `dist/`.
 *
 * @param {string} root - with package.json and `dist/`
 * @param {string} folder - an existing folder for the tarball
 * @returns {Promise<{ tarball: string, files: string[] }>} its path, and the paths of the packed files
 */
export async function pack(root, folder) {
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const { stdout } = await run('npm', args, { cwd: root });
  const [{ filename, files }] = JSON.parse(stdout);
  return { tarball: join(folder, filename), files: files.map(({ path }) => path).sort() };
}

/**
 * Unpacks the tarball where `npm install` would.
 *
 * @param {string} tarball
 * @param {string} folder - of the project
 * @param {string} name - of the package
 */
export async function unpack(tarball, folder, name) {
  const place = join(folder, 'node_modules', name);
  await mkdir(dirname(place), { recursive: true });
  await run('tar', ['-xzf', tarball, '-C', folder]);
  await rename(join(folder, 'package'), place);
}

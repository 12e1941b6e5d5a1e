/** The package as `npm pack` makes it. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Packed whatever `files` in package.json lists. */
const ALWAYS = ['package.json', 'README.md', 'LICENSE'];

/**
 * Packs what is built. npm's own scripts would build again, while other tests read `dist/`. npm packs a copy, because it would
 * read all of node_modules beside the original, which takes twice as long.
 *
 * @param {string} root - with package.json and `dist/`
 * @param {string} folder - an existing folder for the tarball
 * @returns {Promise<{ tarball: string, files: string[] }>} its path, and the paths of the packed files
 */
export async function pack(root, folder) {
  const listed = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')).files;
  const copy = await mkdtemp(join(tmpdir(), 'solifyn-pack-'));
  try {
    for (const name of [...ALWAYS, ...listed.filter((entry) => !entry.startsWith('!'))])
      await cp(join(root, name), join(copy, name), { recursive: true });
    const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', resolve(folder)];
    const { stdout } = await run('npm', args, { cwd: copy });
    const [{ filename, files }] = JSON.parse(stdout);
    return { tarball: join(folder, filename), files: files.map(({ path }) => path).sort() };
  } finally {
    await rm(copy, { recursive: true });
  }
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

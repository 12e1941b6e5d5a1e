/** A build in another folder. The same sources must give the same bytes. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { execPath } from 'node:process';

/** The files and folders that the build reads. */
const SOURCES = ['scripts', 'src', 'demo', 'package.json', 'rollup.config.mjs', 'tsconfig.json'];

/** @param {string} folder - an empty folder */
export function copySources(root, folder) {
  for (const source of SOURCES) cpSync(join(root, source), join(folder, source), { recursive: true });
}

/** Uses the packages that are installed in another folder. */
export const borrowPackages = (root, folder) =>
  symlinkSync(resolve(root, 'node_modules'), join(folder, 'node_modules'), 'dir');

/** `npm run build` with borrowed packages, whose real path would be in the source maps. */
export function buildWithBorrowed(folder) {
  const options = { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] };
  const rollup = 'node_modules/rollup/dist/bin/rollup';
  execFileSync(execPath, [rollup, '--config', '--silent', '--preserveSymlinks'], options);
  execFileSync('npm', ['run', '--silent', 'manifest'], options);
}

/** @returns {Record<string, string>} a hash for each file that a build writes, by its path */
export function hashesOf(folder) {
  const built = readdirSync(join(folder, 'dist'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1))
    .filter((file) => !file.startsWith(join('dist', 'wordpress'))); // not written by the build
  return Object.fromEntries(
    [...built, 'custom-elements.json'].sort().map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(join(folder, file)))
        .digest('hex'),
    ]),
  );
}

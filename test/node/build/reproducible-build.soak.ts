/** The build gives the same bytes in any folder, so that the hash of a published script can be checked. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  borrowPackages,
  buildWithBorrowed,
  copySources,
  hashesOf,
} from '../../../scripts/release/reproducible-build.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '');

test('A second build in another folder has the same bytes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'solifyn-again-'));
  const place = join(folder, 'at', 'another', 'depth');
  try {
    mkdirSync(place, { recursive: true });
    copySources(root, place);
    borrowPackages(root, place);
    buildWithBorrowed(place);
    const [here, there] = [hashesOf(root), hashesOf(place)];
    assert.deepEqual(Object.keys(there), Object.keys(here));
    const others = Object.keys(here).filter((file) => here[file] !== there[file]);
    assert.deepEqual(others, [], 'if dist/ is older than the sources, run: npm run build');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/**
 * `npm run wordpress-plugin`: the file that a seller uploads to WordPress, `dist/wordpress/solifyn-buy-button.zip`, from
 * wordpress and the built script. The same input gives the same bytes.
 * `node scripts/build/wordpress-plugin.mjs <folder>` writes the plugin's folder there, without packing it.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';

const root = fileURLToPath(new URL('../..', import.meta.url));
const NAME = 'solifyn-buy-button';
const SOURCE = join(root, 'wordpress', NAME);
/** The standalone script, the diagnosis that it loads from its own folder, and the licences of what both contain. */
const ASSETS = [`${NAME}.umd.js`, `${NAME}.debug.js`, 'THIRD-PARTY-NOTICES.txt'];

/** @returns {{ name: string, path: string }[]} what the plugin consists of, by its name in the plugin's folder */
export function pluginFiles() {
  const own = readdirSync(SOURCE, { recursive: true })
    .map((name) => ({ name: name.replaceAll('\\', '/'), path: join(SOURCE, name) }))
    .filter(({ path }) => statSync(path).isFile());
  const built = ASSETS.map((name) => ({ name: `assets/${name}`, path: join(root, 'dist', name) }));
  for (const { path } of built) {
    if (!existsSync(path))
      throw new Error(`${relative(root, path)} is missing. Run \`npm run build\` first.`);
  }
  const licence = { name: 'LICENSE', path: join(root, 'LICENSE') };
  return [...own, ...built, licence].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Writes the plugin's folder. */
export function copyPlugin(folder) {
  for (const { name, path } of pluginFiles()) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    cpSync(path, join(folder, name));
  }
}

/** @returns {Buffer} the plugin as WordPress installs it: one folder, packed */
export function packPlugin() {
  return zip(pluginFiles().map(({ name, path }) => [`${NAME}/${name}`, readFileSync(path)]));
}

/** 1980-01-01, the first day that the format knows: when a file was written says nothing here. */
const DATE = 0x0021;

/** A ZIP file (PKWARE's APPNOTE, 4.3): each entry with its header, then the directory. */
function zip(entries) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [name, content] of entries) {
    const packed = deflateRawSync(content, { level: 9 });
    const fileName = Buffer.from(name);
    // Version 2.0, names in UTF-8, deflated, time, date, checksum, sizes, length of the name, no extra field.
    const common = numbers([2, 20], [2, 0x0800], [2, 8], [2, 0], [2, DATE], [4, crc32(content)]);
    const sizes = numbers([4, packed.length], [4, content.length], [2, fileName.length], [2, 0]);
    const local = Buffer.concat([numbers([4, 0x04034b50]), common, sizes, fileName, packed]);
    // No comment, first disk, binary, an ordinary file that all may read, where its header is.
    const place = numbers([2, 0], [2, 0], [2, 0], [4, 0o100644 * 0x10000], [4, offset]);
    directory.push(numbers([4, 0x02014b50], [2, 0x0314]), common, sizes, place, fileName);
    parts.push(local);
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  const count = entries.length;
  const end = numbers(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, index.length],
    [4, offset],
    [2, 0],
  );
  return Buffer.concat([...parts, index, end]);
}

/** Numbers of so many bytes, the lowest byte first. */
function numbers(...list) {
  return Buffer.concat(
    list.map(([size, value]) => {
      const bytes = Buffer.alloc(size);
      bytes.writeUIntLE(value, 0, size);
      return bytes;
    }),
  );
}

/** zlib's own is not in Node 20.10. */
function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  if (argv[2] !== undefined) copyPlugin(argv[2]);
  else {
    const file = join(root, 'dist/wordpress', `${NAME}.zip`);
    mkdirSync(dirname(file), { recursive: true });
    const content = packPlugin();
    writeFileSync(file, content);
    console.log(`${relative(root, file)}: ${content.length.toLocaleString('en-US')} bytes`);
  }
}

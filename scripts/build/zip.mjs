import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** The same date and mode for every file, so that the same files give the same bytes. */
const FILE_OPTIONS = { mtime: new Date(1980, 0, 1), mode: 0o100644, forceDosTimestamp: true };

/**
 * Packs files into a ZIP file with one folder.
 *
 * @param {string} folder - its name
 * @param {{ name: string, content: Buffer }[]} files - by their path in the folder
 * @returns {Promise<Buffer>}
 */
export function zip(folder, files) {
  const archive = new ZipFile();
  for (const { name, content } of files) archive.addBuffer(content, `${folder}/${name}`, FILE_OPTIONS);
  archive.end();
  return buffer(archive.outputStream);
}

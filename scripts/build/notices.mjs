/** `dist/THIRD-PARTY-NOTICES.txt`: the licences of the packages that the files in dist/ contain. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import license from 'rollup-plugin-license';

export const NOTICES = 'dist/THIRD-PARTY-NOTICES.txt';

/** Licences that only require a notice. Another licence needs a decision before its package is bundled. */
export const ALLOWED_LICENCES = ['MIT', 'BSD-3-Clause', 'ISC', 'Apache-2.0', 'Unlicense'];

/** The licences of packages that publish none of its text, copied from their repositories. */
const MISSING_TEXTS = {
  // https://github.com/standard-webhooks/standard-webhooks/blob/main/libraries/LICENSE
  standardwebhooks: readFileSync(new URL('licences/standardwebhooks.txt', import.meta.url), 'utf8'),
};

/**
 * @typedef {{ name: string, version: string, license: string | null, licenseText: string | null, noticeText?: string |
 * null }} Package
 */

/**
 * @param {Package} dependency
 * @throws {Error} when the package cannot be bundled
 */
export function checkLicence({ name, version, license: id, licenseText }) {
  if (!ALLOWED_LICENCES.includes(id))
    throw new Error(
      `${name} ${version} has the licence ${id ?? '(none)'}. Only ${ALLOWED_LICENCES.join(', ')} may be bundled.`,
    );
  if (!licenseText) throw new Error(`${name} ${version} has no file with the text of its licence.`);
}

const INTRODUCTION = `The files in this folder contain the packages below, whole or in part.
`;

/** @param {Package[]} packages @returns {string} the text of the file, the same for the same packages in any order */
export function formatNotices(packages) {
  const sections = packages
    .map(({ name, version, license: id, licenseText, noticeText }) => {
      const texts = [licenseText, noticeText].filter(Boolean).map((text) => text.replaceAll('\r', '').trim());
      return `${name} ${version} (${id})\n\n${texts.join('\n\n')}\n`;
    })
    .sort();
  return [INTRODUCTION, ...sections].join(`\n${'-'.repeat(80)}\n\n`);
}

/** The packages of all bundles, by name and version. Rollup writes one bundle after the other in this process. */
const bundled = new Map();

/** Rollup plugin: adds the packages of one bundle to the notices. */
export const notices = () =>
  license({
    thirdParty: {
      multipleVersions: true,
      output(packages) {
        for (const published of packages) {
          const { name, version, license: id, licenseText, noticeText } = published;
          const dependency = {
            ...{ name, version, license: id, noticeText },
            licenseText: licenseText ?? MISSING_TEXTS[name] ?? null,
          };
          checkLicence(dependency);
          bundled.set(`${dependency.name}@${dependency.version}`, dependency);
        }
        mkdirSync(dirname(NOTICES), { recursive: true });
        writeFileSync(NOTICES, formatNotices([...bundled.values()]));
      },
    },
  });

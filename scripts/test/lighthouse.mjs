/**
 * `npm run lighthouse`: what Lighthouse says of the demo's pages, on a phone and on a desktop. It fails where
 * accessibility, best practices or SEO is below 100, or the median of the performance below 98, and names the audits.
 *
 * Performance is timed, so this is no part of `npm test`; run it on a machine that does nothing else. The demo serves
 * the files of the last build.
 *
 * `npm run lighthouse -- /modal.html --runs=1` looks at that page only, once.
 */
import { loadavg } from 'node:os';
import { argv, exit } from 'node:process';
import { launch } from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';
import { startDemo } from '../../demo/demo.ts';
import { chromium, chromiumArgs, need, versionOf } from './browsers.mjs';

/** The least score of each category, out of 100. */
const LEAST = { accessibility: 100, 'best-practices': 100, seo: 100, performance: 98 };

/** The first page a visitor sees, one page for each mode, all fields at once, the tool for sellers. */
const PAGES = [
  '/',
  '/redirect.html',
  '/new-tab.html',
  '/modal.html',
  '/inline.html',
  '/product.html',
  '/builder/',
];

/** A phone is what Lighthouse takes by itself: a slow processor and network, simulated. */
const SCREENS = { phone: undefined, desktop: desktopConfig };

const given = argv.slice(2);
const runs = Number(given.find((argument) => argument.startsWith('--runs='))?.slice('--runs='.length) ?? 3);
const chosen = given.filter((argument) => argument.startsWith('/'));

const median = (numbers) =>
  numbers.toSorted((one, other) => one - other)[Math.floor((numbers.length - 1) / 2)];

/** One look at a page, in a browser of its own: nothing is left in a cache. */
async function audit(url, config, categories) {
  const chrome = await launch({
    chromePath: chromium().path,
    chromeFlags: ['--headless=new', ...chromiumArgs],
    logLevel: 'silent',
  });
  try {
    const flags = { port: chrome.port, logLevel: 'silent', onlyCategories: categories };
    const { lhr } = await lighthouse(url, flags, config);
    if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
    return lhr;
  } finally {
    chrome.kill();
  }
}

const scoreOf = (lhr, category) => Math.round((lhr.categories[category].score ?? 0) * 100);

/** The audits that cost the category something, each with the first thing it complains about. */
function failedAudits(lhr, category) {
  return lhr.categories[category].auditRefs
    .filter(({ weight }) => weight)
    .map(({ id }) => lhr.audits[id])
    .filter(({ score, scoreDisplayMode }) => scoreDisplayMode === 'error' || (score !== null && score < 0.9))
    .map(({ id, title, displayValue, errorMessage, details }) => {
      const [item] = details?.items ?? [];
      const what = item?.node?.snippet ?? item?.description ?? item?.sourceLocation?.url ?? '';
      return `${id}: ${[title, displayValue, errorMessage, what].filter(Boolean).join(' | ')}`;
    });
}

const found = need('chromium');
const demo = await startDemo({ port: 0 });
const categories = Object.keys(LEAST);
const failures = [];
console.log(
  `Chromium ${versionOf('chromium', found)}, performance as the median of ${runs}, load ${loadavg()[0].toFixed(1)}\n`,
);
console.log(['page'.padEnd(16), 'screen'.padEnd(8), ...categories].join('  '));
try {
  for (const page of chosen.length ? chosen : PAGES)
    for (const [screen, config] of Object.entries(SCREENS)) {
      const first = await audit(demo.url + page, config, categories);
      const looks = [first];
      while (looks.length < runs) looks.push(await audit(demo.url + page, config, ['performance']));
      const scores = {};
      for (const category of categories) {
        const timed = category === 'performance';
        scores[category] = median((timed ? looks : [first]).map((lhr) => scoreOf(lhr, category)));
        if (scores[category] >= LEAST[category]) continue;
        const lhr = looks.find((look) => scoreOf(look, category) === scores[category]);
        failures.push(`${page}, ${screen}: ${category} ${scores[category]}`);
        failures.push(...failedAudits(lhr, category).map((text) => `  ${text}`));
      }
      const cells = categories.map((category) => String(scores[category]).padStart(category.length));
      console.log([page.padEnd(16), screen.padEnd(8), ...cells].join('  '));
    }
} finally {
  await demo.close();
}
console.log(`\n${failures.length ? failures.join('\n') : 'All good'}. Load ${loadavg()[0].toFixed(1)}`);
exit(failures.length ? 1 : 0);

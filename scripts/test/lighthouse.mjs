/**
 * `npm run lighthouse`: what Lighthouse reports for pages of the demo and of the documentation site, on a phone and on a desktop.
 * It fails where accessibility, best practices or SEO is below 100, or the median of the performance below 95, and names the
 * audits. The last two columns are the median of the total blocking time in milliseconds, and of the benchmark index, by which
 * Lighthouse compares machines: the same page scores lower on a slower one.
 *
 * `npm test` does not run it, because performance is timed. Run it on an idle machine, after `npm run build` and
 * `npm run site`.
 *
 * `npm run lighthouse -- demo` or `-- site`: one of them. `npm run lighthouse -- demo /modal.html --runs=1`: one page, once.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { loadavg } from 'node:os';
import { extname } from 'node:path';
import { exit } from 'node:process';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { launch } from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';
import { startDemo } from '../../demo/demo.ts';
import { chromium, chromiumArgs, need, versionOf } from './browsers.mjs';

/** The lowest score of each category that passes, out of 100. */
const MIN_SCORES = { accessibility: 100, 'best-practices': 100, seo: 100, performance: 95 };

/** The sites: how each one is started, and its pages. */
const SITES = {
  demo: {
    start: () => startDemo({ port: 0 }),
    // The first page a visitor sees, one page for each mode, all fields at once, the tool for sellers.
    pages: [
      '/',
      '/redirect.html',
      '/new-tab.html',
      '/modal.html',
      '/inline.html',
      '/product.html',
      '/builder/',
    ],
  },
  site: {
    start: startSite,
    // The first page, a guide with a drawing, the one with most pictures, the longest table, the examples, the builder.
    pages: [
      '/',
      '/platforms/wix.html',
      '/guides/theming.html',
      '/reference/attributes.html',
      '/demo/',
      '/demo/dialog.html',
      '/builder/',
    ],
  },
};

/** Without a configuration, Lighthouse simulates a phone with a slow processor and network. */
const SCREENS = { phone: undefined, desktop: desktopConfig };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '3' } },
});
const runs = Number(values.runs);
const names = positionals.filter((argument) => argument in SITES);
const chosen = positionals.filter((argument) => argument.startsWith('/'));

const median = (numbers) =>
  numbers.toSorted((one, other) => one - other)[Math.floor((numbers.length - 1) / 2)];

const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

/** The folder on the host that the site is built for. */
const BASE = '/buy-button';

/** dist-site/ as GitHub Pages serves it: compressed, and kept for ten minutes. */
async function startSite() {
  const root = new URL('../../dist-site/', import.meta.url);
  if (!existsSync(root)) throw new Error('dist-site/ is missing: npm run build && npm run site');
  const server = createServer(({ url = '/' }, response) => {
    const path = new URL(url, 'http://site').pathname.replace(/\/$/, '/index.html');
    const file = new URL(`.${path.slice(BASE.length)}`, root);
    if (!path.startsWith(`${BASE}/`) || !existsSync(file)) return void response.writeHead(404).end();
    const type = TYPES[extname(path)];
    const headers = { 'cache-control': 'max-age=600', ...(type && { 'content-type': type }) };
    if (type)
      response.writeHead(200, { ...headers, 'content-encoding': 'gzip' }).end(gzipSync(readFileSync(file)));
    else response.writeHead(200, headers).end(readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}${BASE}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Audits a page in a new browser with an empty cache. */
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

/** The audits that lower the score of the category, each with the first element or file that it names. */
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

const categories = Object.keys(MIN_SCORES);

/** Audits one page on one screen, prints its row, and returns a line for each score that is too low. */
async function auditPage(name, url, screen, config) {
  const first = await audit(url, config, categories);
  const results = [first];
  while (results.length < runs) results.push(await audit(url, config, ['performance']));
  const failures = [];
  const scores = {};
  for (const category of categories) {
    const timed = category === 'performance';
    scores[category] = median((timed ? results : [first]).map((lhr) => scoreOf(lhr, category)));
    if (scores[category] >= MIN_SCORES[category]) continue;
    const lhr = results.find((result) => scoreOf(result, category) === scores[category]);
    failures.push(`${name}, ${screen}: ${category} ${scores[category]}`);
    failures.push(...failedAudits(lhr, category).map((text) => `  ${text}`));
  }
  const cells = categories.map((category) => String(scores[category]).padStart(category.length));
  const blocking = median(results.map(({ audits }) => audits['total-blocking-time'].numericValue ?? 0));
  const machine = median(results.map(({ environment }) => environment.benchmarkIndex));
  cells.push(blocking.toFixed(0).padStart('blocking'.length), machine.toFixed(0).padStart('index'.length));
  console.log([name.padEnd(31), screen.padEnd(8), ...cells].join('  '));
  return failures;
}

const version = versionOf('chromium', need('chromium'));
console.log(`Chromium ${version}, performance as the median of ${runs}, load ${loadavg()[0].toFixed(1)}\n`);
console.log(['page'.padEnd(31), 'screen'.padEnd(8), ...categories, 'blocking', 'index'].join('  '));
const failures = [];
for (const name of names.length ? names : Object.keys(SITES)) {
  const { start, pages } = SITES[name];
  const server = await start();
  try {
    for (const page of chosen.length ? chosen : pages)
      for (const [screen, config] of Object.entries(SCREENS))
        failures.push(...(await auditPage(`${name} ${page}`, server.url + page, screen, config)));
  } finally {
    await server.close();
  }
}
console.log(`\n${failures.length ? failures.join('\n') : 'All good'}. Load ${loadavg()[0].toFixed(1)}`);
exit(failures.length ? 1 : 0);

/**
 * The browsers (and Redis, PHP) that the tests run in. Imported, it tells where they are; run as a program
 * (`npm run browsers`, or `npm run browsers -- chromium redis`), it installs the missing ones and prints what it found.
 *
 * One that is already there is used as it is: on the PATH, in the usual place on macOS, or a build that Playwright has
 * downloaded before. Else the distribution's package, on Debian as root; else Playwright downloads its own build (in this
 * order, because a closed network often has a package mirror and no way to Playwright's). Nothing is ever skipped: what
 * cannot be had is an error that names the command which would help.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { argv, env, exit, getuid, platform } from 'node:process';
import { fileURLToPath } from 'node:url';
import playwright from 'playwright';

/** How long Playwright may take to download one browser, in ms. Behind a closed network it would wait for ever. */
const DOWNLOAD_TIME_LIMIT = 180_000;

/** @returns {string | undefined} the first of the names that the PATH knows as a program */
export function which(...names) {
  const folders = (env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @typedef {{ path: string, origin: 'system' | 'playwright' }} Browser */

/** Playwright's own build of a browser, where one is downloaded. @returns {Browser | undefined} */
function downloaded(name) {
  const path = playwright[name].executablePath();
  return path && existsSync(path) ? { path, origin: 'playwright' } : undefined;
}

/** One that the machine brings. @returns {Browser | undefined} */
function installed(names, macApps) {
  const path = which(...names) ?? macApps.map((app) => `/Applications/${app}`).find(isProgram);
  return path ? { path, origin: 'system' } : undefined;
}

/** @returns {Browser | undefined} */
export const chromium = () =>
  installed(
    ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    ['Chromium.app/Contents/MacOS/Chromium', 'Google Chrome.app/Contents/MacOS/Google Chrome'],
  ) ?? downloaded('chromium');

/** @returns {Browser | undefined} */
export const firefox = () =>
  installed(['firefox-esr', 'firefox'], ['Firefox.app/Contents/MacOS/firefox']) ?? downloaded('firefox');

/**
 * WebKitGTK's own small browser, driven by WebDriver on a virtual screen; else Playwright's build.
 *
 * @returns {(Browser & { driver?: string, screen?: string }) | undefined} `driver` and `screen` (Xvfb) with the system's
 */
export function webkit() {
  const driver = which('WebKitWebDriver');
  const screen = which('Xvfb');
  const path = miniBrowser();
  return driver && screen && path ? { path, origin: 'system', driver, screen } : downloaded('webkit');
}

/** Not on the PATH: Debian keeps it in the library's folder, e.g. /usr/lib/x86_64-linux-gnu/webkit2gtk-4.1. */
function miniBrowser() {
  const folders = ['/usr/lib', '/usr/lib64', '/usr/libexec'].filter((folder) => existsSync(folder));
  const nested = folders.flatMap((folder) => list(folder).map((name) => join(folder, name)));
  return [...folders, ...nested]
    .flatMap((folder) =>
      ['webkit2gtk-4.1', 'webkitgtk-6.0', 'webkit2gtk-4.0'].map((name) => join(folder, name)),
    )
    .map((folder) => join(folder, 'MiniBrowser'))
    .find(isProgram);
}

function list(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

/** @returns {Browser | undefined} the Redis server, for the tests of the session endpoint's shared limits */
export const redis = () => installed(['redis-server', 'valkey-server'], []);

/** @returns {Browser | undefined} PHP's command line, for the tests of the WordPress plugin */
export const php = () => installed(['php'], []);

/** For any test run: no sandbox of its own (root in a container), and nothing that calls home. */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Playwright drives a stock Firefox through another protocol (WebDriver BiDi), which is a channel to it. @param {Browser} found */
export const firefoxLaunch = ({ path, origin }) =>
  origin === 'system' ? { channel: 'moz-firefox', executablePath: path } : {};

/** What the tests need, how to find it, and what brings it. */
const NEEDS = {
  chromium: { find: chromium, playwright: 'chromium', debian: ['chromium'], version: /[\d.]+/ },
  firefox: { find: firefox, playwright: 'firefox', debian: ['firefox-esr'], version: /[\d.]+\w*/ },
  webkit: { find: webkit, playwright: 'webkit', debian: ['webkit2gtk-driver', 'xvfb'], version: /[\d.]+/ },
  redis: { find: redis, debian: ['redis-server'], brew: 'redis', version: /(?<=v=)[\d.]+/ },
  php: { find: php, debian: ['php-cli'], brew: 'php', version: /[\d.]+/ },
};

/** The command that a person would type to get what is missing. */
function remedy(names) {
  const packages = names.flatMap((name) => NEEDS[name].debian).join(' ');
  const debian = `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages}`;
  if (platform === 'linux') return debian;
  const builds = names.flatMap((name) => NEEDS[name].playwright ?? []);
  const commands = builds.length ? [`npx playwright install ${builds.join(' ')}`] : [];
  const formulas = names.flatMap((name) => NEEDS[name].brew ?? []);
  if (formulas.length) commands.push(`brew install ${formulas.join(' ')}`);
  return commands.join(' && ');
}

/**
 * What a configuration file calls: the browser, or an error that says what to type.
 *
 * @template {keyof typeof NEEDS} Name
 * @param {Name} name
 * @returns {NonNullable<ReturnType<(typeof NEEDS)[Name]['find']>>}
 * @throws {Error} where it is nowhere to be found
 */
export function need(name) {
  const found = NEEDS[name].find();
  if (!found) throw new Error(`${name} is missing. Run \`npm run browsers\`, or: ${remedy([name])}`);
  return found;
}

/**
 * @param {keyof typeof NEEDS} name
 * @param {Browser} found - what `need(name)` returned
 * @returns {string} for people, e.g. `156.0.8078.79`
 */
export function versionOf(name, found) {
  if (found.origin === 'playwright') return `build ${/-(\d+)/.exec(found.path)?.[1] ?? '?'}`;
  // WebKit's small browser and its driver print none: the package manager knows.
  const question =
    name === 'webkit'
      ? ['dpkg-query', '-W', '-f', '${Version}', 'webkit2gtk-driver']
      : [found.path, '--version'];
  const { stdout } = spawnSync(question[0], question.slice(1), { encoding: 'utf8', timeout: 10_000 });
  return NEEDS[name].version.exec(stdout ?? '')?.[0] ?? 'of unknown version';
}

function run(command, args, options = {}) {
  console.log(`$ ${[command, ...args].join(' ')}`);
  return spawnSync(command, args, { stdio: 'inherit', ...options }).status === 0;
}

const missing = (names) => names.filter((name) => !NEEDS[name].find());

function install(names) {
  const packages = missing(names).flatMap((name) => NEEDS[name].debian);
  if (packages.length && isDebianRoot()) {
    const options = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } };
    run('apt-get', ['update', '-qq'], options) &&
      run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options);
  }
  for (const name of missing(names)) {
    const build = NEEDS[name].playwright;
    if (build) run('npx', ['playwright', 'install', build], { timeout: DOWNLOAD_TIME_LIMIT });
  }
}

const isDebianRoot = () => platform === 'linux' && getuid?.() === 0 && Boolean(which('apt-get'));

if (argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = argv.length > 2 ? argv.slice(2) : Object.keys(NEEDS);
  const unknown = wanted.filter((name) => !(name in NEEDS));
  if (unknown.length)
    throw new Error(`${unknown.join(', ')}: there is only ${Object.keys(NEEDS).join(', ')}`);
  install(wanted);
  for (const name of wanted) {
    const found = NEEDS[name].find();
    console.log(`${name.padEnd(9)} ${found ? `${versionOf(name, found)}  ${found.path}` : 'missing'}`);
  }
  const names = missing(wanted);
  if (names.length) {
    console.error(
      `\nMissing: ${names.join(', ')}. To get ${names.length > 1 ? 'them' : 'it'}: ${remedy(names)}`,
    );
    exit(1);
  }
}

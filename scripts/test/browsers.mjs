/**
 * Finds the browsers, Redis and PHP that the tests use. `npm run browsers` installs the missing ones and prints the path and
 * version of each. `npm run browsers -- chromium redis` only does this for the named ones.
 *
 * A browser on the PATH, in /Applications on macOS, or in Playwright's download folder is used as it is. A missing one is
 * installed with apt-get on Debian as root. Otherwise Playwright downloads its own build. Closed networks often have a mirror
 * of Debian's packages, but not of Playwright's builds, so apt-get comes first. No test is skipped for a missing browser: the
 * error names the command that installs it.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { argv, env, exit, getuid, platform } from 'node:process';
import { fileURLToPath } from 'node:url';

/** The time limit for Playwright's download of one browser, which never ends in a closed network. */
const DOWNLOAD_TIMEOUT_MS = 180_000;

/** @returns {string | undefined} the path of the first of these programs that is on the PATH */
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

const require = createRequire(import.meta.url);

/** Loading Playwright takes a second, and most machines have their own browsers. */
const loadPlaywright = () => /** @type {import('playwright')} */ (require('playwright'));

/** Playwright's own build of a browser, if it has been downloaded. @returns {Browser | undefined} */
function downloaded(name) {
  const path = loadPlaywright()[name].executablePath();
  return path && existsSync(path) ? { path, origin: 'playwright' } : undefined;
}

/** A program that is installed on this machine. @returns {Browser | undefined} */
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
 * WebKitGTK's MiniBrowser, or Playwright's build.
 *
 * @returns {(Browser & { driver?: string, screen?: string }) | undefined} with the paths of its WebDriver (`driver`) and of
 *   Xvfb (`screen`) for the MiniBrowser
 */
export function webkit() {
  const driver = which('WebKitWebDriver');
  const screen = which('Xvfb');
  const path = miniBrowser();
  return driver && screen && path ? { path, origin: 'system', driver, screen } : downloaded('webkit');
}

/** Debian installs it in the library's folder, e.g. /usr/lib/x86_64-linux-gnu/webkit2gtk-4.1, and not on the PATH. */
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

/**
 * The features that Playwright turns off. Chromium reads only the last `--disable-features`, so ours must have them all.
 * test/node/build/copied-lists.test.ts compares the list with the installed Playwright.
 */
export const PLAYWRIGHT_DISABLED_FEATURES = [
  'AimEnabled',
  'AutoDeElevate',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'BlockOriginHeaderModificationOnRedirect',
  'DestroyProfileOnBrowserClose',
  'DialMediaRouteProvider',
  'GlobalMediaControls',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'Translate',
  'msEdgeUpdateLaunchServicesPreferredVersion',
  'msForceBrowserSignIn',
];

/** Each window would load two pages for the popup of its address bar, which takes a tenth of Chromium's time in the tests. */
const ADDRESS_BAR_FEATURES = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'];

/** For every test run. Chromium's sandbox does not start as root in a container, and background requests are turned off. */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${[...PLAYWRIGHT_DISABLED_FEATURES, ...ADDRESS_BAR_FEATURES].join()}`,
];

/** Playwright drives a stock Firefox by WebDriver BiDi, which is the channel `moz-firefox`. @param {Browser} found */
export const firefoxLaunch = ({ path, origin }) =>
  origin === 'system' ? { channel: 'moz-firefox', executablePath: path } : {};

/** The programs that the tests need: how to find each one, and which packages install it. */
const NEEDS = {
  chromium: { find: chromium, playwright: 'chromium', debian: ['chromium'], version: /[\d.]+/ },
  firefox: { find: firefox, playwright: 'firefox', debian: ['firefox-esr'], version: /[\d.]+\w*/ },
  webkit: { find: webkit, playwright: 'webkit', debian: ['webkit2gtk-driver', 'xvfb'], version: /[\d.]+/ },
  redis: { find: redis, debian: ['redis-server'], brew: 'redis', version: /(?<=v=)[\d.]+/ },
  php: { find: php, debian: ['php-cli'], brew: 'php', version: /[\d.]+/ },
};

/** The command that installs the missing programs. */
function installCommand(names) {
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
 * Finds a program for a configuration file.
 *
 * @template {keyof typeof NEEDS} Name
 * @param {Name} name
 * @returns {NonNullable<ReturnType<(typeof NEEDS)[Name]['find']>>}
 * @throws {Error} with the command that installs it, if it is missing
 */
export function need(name) {
  const found = NEEDS[name].find();
  if (!found) throw new Error(`${name} is missing. Run \`npm run browsers\`, or: ${installCommand([name])}`);
  return found;
}

/**
 * @param {keyof typeof NEEDS} name
 * @param {Browser} found - what `need(name)` returned
 * @returns {string} for people, e.g. `156.0.8078.79`
 */
export function versionOf(name, found) {
  if (found.origin === 'playwright') return `build ${/-(\d+)/.exec(found.path)?.[1] ?? '?'}`;
  // WebKit's MiniBrowser and its driver print no version.
  const command =
    name === 'webkit'
      ? ['dpkg-query', '-W', '-f', '${Version}', 'webkit2gtk-driver']
      : [found.path, '--version'];
  const { stdout } = spawnSync(command[0], command.slice(1), { encoding: 'utf8', timeout: 10_000 });
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
    if (build) run('npx', ['playwright', 'install', build], { timeout: DOWNLOAD_TIMEOUT_MS });
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
      `\nMissing: ${names.join(', ')}. To get ${names.length > 1 ? 'them' : 'it'}: ${installCommand(names)}`,
    );
    exit(1);
  }
}

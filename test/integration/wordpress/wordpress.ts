import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from '../../../scripts/test/free-port.mjs';
import { php, servePhp } from './php.ts';

const run = promisify(execFile);

/** The package has 6.2, 6.3, 6.4 and 6.5 (6.5.5), each with an installed SQLite database. */
const RELEASE = env.WORDPRESS ?? '6.5';
const BUILDS = '@wp-playground/wordpress-builds@0.9.19';
/** 158 MB, kept between runs and outside of the repository. */
const CACHE = join(tmpdir(), 'solifyn-wordpress-builds-0.9.19');
const POSTS = fileURLToPath(new URL('posts.php', import.meta.url));

/** A post to publish. */
export interface Post {
  role: 'administrator' | 'author';
  /** As the editor saves it. */
  content: string;
}

/** A published post. */
export interface Published {
  url: string;
  /** The content as WordPress renders it. */
  rendered: string;
}

/** A running WordPress. */
export interface WordPress {
  readonly url: string;
  readonly folder: string;
  /** PHP's log. */
  log(): string;
  publish(posts: readonly Post[]): Promise<Published[]>;
  /** Runs the body of a PHP function in the site and resolves with its result. */
  evaluate<T = unknown>(php: string): Promise<T>;
  /** Writes a must-use plugin. */
  plugIn(name: string, php: string): Promise<void>;
  close(): Promise<void>;
}

/** @throws Error that names the missing program and how to install it */
async function need(program: string, packages: string): Promise<void> {
  await run(program, ['-v']).catch(() => {
    throw new Error(`${program} is missing. On Debian and Ubuntu: apt-get install -y ${packages}`);
  });
}

async function download(): Promise<string> {
  const builds = join(CACHE, 'node_modules/@wp-playground/wordpress-builds');
  if (existsSync(join(builds, 'package.json'))) return builds;
  console.log(`Getting ${BUILDS}, 158 MB…`);
  await mkdir(CACHE, { recursive: true });
  await run('npm', ['install', '--prefix', CACHE, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', BUILDS]);
  return builds;
}

/** Unpacks WordPress and its database, and sets its address. */
async function install(folder: string, url: string): Promise<void> {
  const builds = await download();
  const plugins = join(folder, 'wp-content/mu-plugins');
  const sqlite = join(plugins, 'sqlite-database-integration');
  await run('unzip', ['-q', join(builds, `src/wordpress/wp-${RELEASE}.zip`), '-d', folder]);
  // The files for browsers are not in the zip but beside it.
  await cp(join(builds, `public/wp-${RELEASE}`), folder, { recursive: true, force: false });
  await run('unzip', [
    '-q',
    join(builds, 'src/sqlite-database-integration/sqlite-database-integration.zip'),
    '-d',
    plugins,
  ]);
  await cp(`${sqlite}-main`, sqlite, { recursive: true });
  const database = await readFile(join(sqlite, 'db.copy'), 'utf8');
  await writeFile(
    join(folder, 'wp-content/db.php'),
    database
      .replaceAll('{SQLITE_IMPLEMENTATION_FOLDER_PATH}', sqlite)
      .replaceAll('{SQLITE_PLUGIN}', 'sqlite-database-integration/load.php'),
  );
  const settings = {
    WP_HOME: `'${url}'`,
    WP_SITEURL: `'${url}'`,
    WP_HTTP_BLOCK_EXTERNAL: 'true', // No request leaves this machine.
    DISABLE_WP_CRON: 'true',
  };
  const definitions = Object.entries(settings).map(([name, value]) => `define('${name}', ${value});`);
  const config = join(folder, 'wp-config.php');
  const text = await readFile(config, 'utf8');
  await writeFile(config, text.replace(/^<\?php/, `<?php ${definitions.join(' ')}`));
}

/** @throws Error that names the missing extension and how to install it */
async function needExtensions(...names: readonly string[]): Promise<void> {
  const present = (await php(['-m'])).toLowerCase().split('\n');
  const missing = names.filter((name) => !present.includes(name));
  if (missing.length === 0) return;
  const packages = missing.map((name) => `php-${name.replace('pdo_sqlite', 'sqlite3').replace('dom', 'xml')}`).join(' ');
  throw new Error(`PHP has no ${missing.join(', ')}. On Debian and Ubuntu: apt-get install -y ${packages}`);
}

/**
 * Installs and starts a WordPress.
 *
 * @param args of PHP itself, e.g. `-d disable_functions=…`
 * @throws Error where a program that it needs is missing
 */
export async function startWordPress(
  args: readonly string[] = [],
  { workers = 2 }: { workers?: number } = {},
): Promise<WordPress> {
  await needExtensions('curl', 'dom', 'mbstring', 'pdo_sqlite');
  await need('unzip', 'unzip');
  const folder = await mkdtemp(join(tmpdir(), 'solifyn-wordpress-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  await install(folder, url);
  // The cache of compiled files would keep a changed wp-config.php for two seconds.
  const server = await servePhp([...args, '-t', folder], {
    port,
    variables: { PHP_CLI_SERVER_WORKERS: String(workers) },
  });
  return {
    url,
    folder,
    log: server.log,
    async publish(posts) {
      const made: { id: number; rendered: string }[] = JSON.parse(
        await php([POSTS, folder], JSON.stringify(posts)),
      );
      return made.map(({ id, rendered }) => ({ url: `${url}/?p=${id}`, rendered }));
    },
    async evaluate(code) {
      const program = `require '${folder}/wp-load.php'; echo "\\n", json_encode((function () { ${code} })());`;
      return JSON.parse((await php(['-r', program])).split('\n').at(-1)!);
    },
    plugIn: (name, text) => writeFile(join(folder, 'wp-content/mu-plugins', name), text),
    async close() {
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** WordPress 6.5.5 with an installed SQLite database; 158 MB, so it is kept between runs, outside of the repository. */
const BUILDS = '@wp-playground/wordpress-builds@0.9.19';
const CACHE = join(tmpdir(), 'solifyn-wordpress-builds-0.9.19');
const POSTS = fileURLToPath(new URL('posts.php', import.meta.url));

/** Somebody's post. */
export interface Post {
  role: 'administrator' | 'author';
  /** As the editor saves it. */
  content: string;
}

/** A post that is on the site. */
export interface Published {
  url: string;
  /** What WordPress made of the content. */
  rendered: string;
}

/** A WordPress of its own. */
export interface WordPress {
  publish(posts: readonly Post[]): Promise<Published[]>;
  /** Makes the text a plugin that is always active. */
  plugIn(name: string, php: string): Promise<void>;
  close(): Promise<void>;
}

/** @throws Error naming the program that is missing, and how to get it */
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
  await run('npm', ['install', '--prefix', CACHE, '--no-save', '--no-audit', '--no-fund', BUILDS]);
  return builds;
}

/** Unpacks WordPress and its database, and tells it where it is. */
async function install(folder: string, url: string): Promise<void> {
  const builds = await download();
  const plugins = join(folder, 'wp-content/mu-plugins');
  const sqlite = join(plugins, 'sqlite-database-integration');
  await run('unzip', ['-q', join(builds, 'src/wordpress/wp-6.5.zip'), '-d', folder]);
  // The zip leaves out what a browser asks for, which is beside it.
  await cp(join(builds, 'public/wp-6.5'), folder, { recursive: true, force: false });
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
    WP_HTTP_BLOCK_EXTERNAL: 'true', // nothing leaves this machine
    DISABLE_WP_CRON: 'true',
  };
  const definitions = Object.entries(settings).map(([name, value]) => `define('${name}', ${value});`);
  const config = join(folder, 'wp-config.php');
  const text = await readFile(config, 'utf8');
  await writeFile(config, text.replace(/^<\?php/, `<?php ${definitions.join(' ')}`));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts PHP's own server, which says so on standard error when it listens. */
async function serve(folder: string, port: number): Promise<() => Promise<void>> {
  const server = spawn('php', ['-S', `127.0.0.1:${port}`, '-t', folder], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...env, PHP_CLI_SERVER_WORKERS: '2' },
    detached: true, // its workers end with it, as one group
  });
  const ended = once(server, 'exit');
  for await (const text of server.stderr.iterator({ destroyOnReturn: false })) {
    if (String(text).includes('started')) break;
  }
  server.stderr.resume(); // or it stops when nobody reads its log
  return async () => {
    process.kill(-server.pid!);
    await ended;
  };
}

/**
 * Installs and starts a WordPress.
 *
 * @throws Error where a program that it needs is missing
 */
export async function startWordPress(): Promise<WordPress> {
  await need('php', 'php-cli php-mbstring php-xml php-sqlite3');
  await need('unzip', 'unzip');
  const folder = await mkdtemp(join(tmpdir(), 'solifyn-wordpress-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  await install(folder, url);
  const stop = await serve(folder, port);
  return {
    async publish(posts) {
      const answer = run('php', [POSTS, folder], { maxBuffer: 1e7 });
      answer.child.stdin!.end(JSON.stringify(posts));
      const made = JSON.parse((await answer).stdout) as { id: number; rendered: string }[];
      return made.map(({ id, rendered }) => ({ url: `${url}/?p=${id}`, rendered }));
    },
    plugIn: (name, php) => writeFile(join(folder, 'wp-content/mu-plugins', name), php),
    async close() {
      await stop();
      await rm(folder, { recursive: true });
    },
  };
}

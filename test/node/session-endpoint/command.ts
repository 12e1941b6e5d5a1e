/** Runs `solifyn-session-endpoint` as a process of its own, as a seller does. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A process of the source takes four times as long to start, and no seller runs it. */
const BUILT = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));

export interface CommandOptions {
  args?: string[];
  env?: Record<string, string>;
  /** Run this copy of the built file. */
  built?: string;
  /** Run this program, with these first arguments, instead of the command in Node. */
  program?: readonly string[];
  /** The folder it runs in. */
  cwd?: string;
  /** Signals go to its children too, as Ctrl-C does in a terminal: npx does not hand one on. */
  group?: boolean;
  /** Matches the line that it logs when it listens. The first group is its address. */
  ready?: RegExp;
}

/** A process whose output is collected. */
export class Command {
  readonly child: ChildProcess;
  output = '';
  readonly #exit: Promise<number | null>;
  readonly #group: boolean;
  readonly #news = new EventEmitter();
  #isClosed = false;

  constructor({ args = [], env = {}, built = BUILT, program, cwd, group = false }: CommandOptions) {
    this.#group = group;
    assert.ok(program ?? existsSync(built), 'run `npm run build` first');
    const [executable = '', ...before] = program ?? [process.execPath, built];
    this.child = spawn(executable, [...before, ...args], {
      // Nothing of the shell that runs the tests, which may have a HOST or a REDIS_URL.
      env: { PATH: process.env.PATH, ...env },
      cwd,
      detached: group,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const collect = (chunk: string): void => {
      this.output += chunk;
      this.#news.emit('news');
    };
    this.child.stdout?.setEncoding('utf8').on('data', collect);
    this.child.stderr?.setEncoding('utf8').on('data', collect);
    // `close` rather than `exit`: by then all output has been read.
    this.#exit = once(this.child, 'close').then(([code]) => code as number | null);
    void this.#exit.then(() => {
      this.#isClosed = true;
      this.#news.emit('news');
    });
  }

  get lines(): string[] {
    return this.output.split('\n').filter((line) => line !== '');
  }

  /** Waits for text in the output. Rejects when the process ends without it. */
  saying(pattern: RegExp): Promise<RegExpExecArray> {
    return this.#until(() => pattern.exec(this.output), String(pattern));
  }

  /** Waits until a text is in the output so many times. */
  async repeating(text: string, times: number): Promise<void> {
    await this.#until(() => this.output.split(text).length > times || null, `${times} times ${text}`);
  }

  async #until<T>(find: () => T | null, what: string): Promise<T> {
    for (;;) {
      const found = find();
      if (found !== null) return found;
      if (this.#isClosed) throw new Error(`ended without ${what}:\n${this.output}`);
      await once(this.#news, 'news');
    }
  }

  /** Sends a signal, if any, and waits for the end. */
  async ended(signal?: NodeJS.Signals): Promise<number | null> {
    if (signal !== undefined && this.#group) process.kill(-this.child.pid!, signal);
    else if (signal !== undefined) this.child.kill(signal);
    return this.#exit;
  }
}

/** Starts the command on a free port, and waits until it listens. */
export async function startCommand(options: CommandOptions): Promise<Command & { url: string }> {
  const command = new Command({ ...options, env: { PORT: '0', ...options.env } });
  const [, url = ''] = await command.saying(options.ready ?? /listens on ([^\s"]+)/);
  return Object.assign(command, { url });
}

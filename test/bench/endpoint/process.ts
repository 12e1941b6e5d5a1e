/** Measured processes, each separate so that they do not influence each other. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { compile } from './compile.ts';

let server: Promise<string> | undefined;

export interface Measured {
  readonly url: string;
  /** After a garbage collection, in bytes. */
  memory(): Promise<NodeJS.MemoryUsage>;
  /** User and system time so far, in µs. */
  cpu(): Promise<number>;
  signal(signal: NodeJS.Signals): void;
  end(): Promise<void>;
}

export type Question = 'after collection' | 'without collection';

export interface Usage {
  readonly memory: NodeJS.MemoryUsage;
  readonly cpu: NodeJS.CpuUsage;
}

/** Starts a role of `server.ts`. */
export async function start(...role: string[]): Promise<Measured> {
  server ??= compile('server');
  const child: ChildProcess = fork(await server, role, {
    execArgv: ['--expose-gc'],
    // The endpoint's log is written and discarded.
    stdio: ['ignore', 'ignore', role[0] === 'endpoint' ? 'ignore' : 'inherit', 'ipc'],
  });
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  const usage = async (question: Question = 'after collection'): Promise<Usage> => {
    child.send(question);
    const [message] = (await once(child, 'message')) as [Usage];
    return message;
  };
  return {
    url,
    async memory() {
      return (await usage()).memory;
    },
    async cpu() {
      const { cpu } = await usage('without collection');
      return cpu.user + cpu.system;
    },
    signal: (signal) => void child.kill(signal),
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

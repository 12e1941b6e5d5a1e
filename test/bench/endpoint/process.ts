/** Measured processes, each separate so that they do not influence each other. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const SERVER = fileURLToPath(new URL('./server.ts', import.meta.url));

export interface Measured {
  readonly url: string;
  /** After a garbage collection, in bytes. */
  memory(): Promise<NodeJS.MemoryUsage>;
  signal(signal: NodeJS.Signals): void;
  end(): Promise<void>;
}

/** Starts a role of `server.ts`. */
export async function start(...role: string[]): Promise<Measured> {
  const child: ChildProcess = fork(SERVER, role, {
    execArgv: ['--expose-gc', '--import', 'tsx'],
    // The endpoint's log is written and discarded.
    stdio: ['ignore', 'ignore', role[0] === 'endpoint' ? 'ignore' : 'inherit', 'ipc'],
  });
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  return {
    url,
    async memory() {
      child.send('memory');
      const [message] = (await once(child, 'message')) as [{ memory: NodeJS.MemoryUsage }];
      return message.memory;
    },
    signal: (signal) => void child.kill(signal),
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

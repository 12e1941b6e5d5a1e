/** `solifyn-session-endpoint`: the session endpoint as a command, for a seller whose site is static files. */
import process from 'node:process';
import { version } from '../../version.ts';
import { ConfigError, describeError } from '../errors.ts';
import { HELP } from './help.ts';
import { SessionServer } from './server.ts';
import type { RunningSandbox } from './server.ts';
import { readCommand } from './settings.ts';
import type { ServerSettings } from './settings.ts';

async function main(): Promise<void> {
  const command = readCommand(process.argv.slice(2), process.env);
  if (command.action === 'help') process.stdout.write(HELP);
  else if (command.action === 'version') process.stdout.write(`${version}\n`);
  else await serve(command.settings);
}

async function serve(settings: ServerSettings): Promise<void> {
  // The program that reads the log through a pipe may end. That must not stop the endpoint.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const server = new SessionServer(settings, settings.sandbox ? await startSandbox(settings) : undefined);
  await server.start();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      // A second signal ends it at once.
      process.once(signal, () => process.exit(1));
      void server.stop(signal).then(() => process.exit(0));
    });
  }
  // Without a file the signal keeps its default: it ends the process when the terminal closes.
  if (server.hasSecretFiles) process.on('SIGHUP', () => server.reloadSecrets());
  // A promise that the seller's module does not await must not end the process, and the sales with it.
  if (settings.webhooks?.handler !== undefined) {
    process.on('unhandledRejection', (error) => server.reportRejection(error));
  }
  server.announce();
}

async function startSandbox({ webhookUrl, webhooks }: ServerSettings): Promise<RunningSandbox> {
  // The build writes this file next to the command. The variable keeps the compiler from resolving it.
  const file = './sandbox.js';
  const { startSandbox: start } = (await import(file)) as {
    startSandbox(options: { webhookUrl?: string; webhookSecret?: string }): Promise<RunningSandbox>;
  };
  const [webhookSecret] = webhooks?.secrets.values ?? [];
  return start({
    ...(webhookUrl !== undefined && { webhookUrl }),
    ...(webhookSecret !== undefined && { webhookSecret }),
  });
}

try {
  await main();
} catch (error) {
  const message =
    error instanceof ConfigError ? error.message : `It could not start: ${describeError(error)}.`;
  process.stderr.write(`solifyn-session-endpoint: ${message}\n`);
  process.exit(1);
}

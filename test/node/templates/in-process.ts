/**
 * Templates that a platform calls as a function. Their bundle is loaded in this process, with the variables of one
 * seller.
 */
import { pathToFileURL } from 'node:url';
import process from 'node:process';
import { mock } from 'node:test';
import { inspect } from 'node:util';
import type { Answer, CaseOptions, CaseRequest } from '../session-endpoint/endpoint-cases.ts';
import type { Replacements } from './template.ts';
import { bundle, oncePerOptions, replacementsFor, temporaryFolder, toVariables } from './template.ts';

/** The exports of the template. */
export interface Loaded<Module> {
  module: Module;
  /** The console's output since the first template was loaded. */
  traces: { text: string };
}

export function templateModule<Module>(file: string): {
  load(
    options: CaseOptions,
    more?: Record<string, string>,
    replacements?: Replacements,
  ): Promise<Loaded<Module>>;
  remove(): void;
} {
  const folder = temporaryFolder();
  const traces = { text: '' };
  for (const method of ['error', 'warn', 'log'] as const) {
    mock.method(console, method, (...words: unknown[]) => {
      traces.text += `${words.map((arg) => inspect(arg)).join(' ')}\n`;
    });
  }
  let loaded = 0;
  const loadTemplate = async (
    options: CaseOptions,
    more: Record<string, string> = {},
    replacements = replacementsFor(options),
  ) => {
    loaded += 1;
    const code = await bundle(file, { platform: 'node' }, replacements);
    const script = folder.write(`template-${loaded}.mjs`, code);
    const before = { ...process.env };
    Object.assign(process.env, toVariables(options), more);
    try {
      return { module: (await import(pathToFileURL(script).href)) as Module, traces };
    } finally {
      for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    }
  };
  const instances = oncePerOptions((options) => loadTemplate(options));
  return {
    load: (options, more, replacements) =>
      more ? loadTemplate(options, more, replacements) : instances.get(options),
    remove() {
      folder.remove();
      mock.restoreAll();
    },
  };
}

/** The request that a platform with Web standards passes to a function. */
export function toWebRequest(origin: string, { method, path, headers, body, stalls }: CaseRequest): Request {
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      if (body !== null && body.byteLength > 0) controller.enqueue(body);
      if (!stalls) controller.close();
    },
  });
  return new Request(origin + path, {
    method,
    headers,
    ...(body === null ? {} : { body: stream, duplex: 'half' }),
  });
}

export async function toAnswer(response: Response): Promise<Answer> {
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  };
}

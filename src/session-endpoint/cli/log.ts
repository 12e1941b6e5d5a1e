import type { LogFormat } from './settings.ts';

/** Where lines are written. */
export interface Sink {
  write(text: string): unknown;
}

/** One request and its response. */
export interface RequestEntry {
  readonly method: string;
  readonly target: string;
  /** Undefined if the client disconnected before the response was complete. */
  readonly status: number | undefined;
  /** From the first byte of the request to the last of the response. */
  readonly ms: number;
  /** The code of an error response. */
  readonly code?: string | undefined;
  readonly requestId?: string | undefined;
}

/** The command's log: one line for each request, and one for each problem that the seller should fix. */
export interface Log {
  request(entry: RequestEntry): void;
  info(message: string): void;
  /** A problem that the seller can fix. */
  warn(message: string, requestId?: string): void;
}

export interface LogOptions {
  readonly out: Sink;
  readonly err: Sink;
  readonly format?: LogFormat;
  /** Texts that are never written. The list is read at each line, so a new key can be added. */
  readonly secrets: readonly string[];
}

type Fields = Readonly<Record<string, string | number | undefined>>;

const MAX_PATH_LENGTH = 200;

export function createLog({ out, err, format = 'text', secrets }: LogOptions): Log {
  // A finished line of JSON contains a secret in its escaped form. Escaped again only if a secret was added.
  let escaped: readonly string[] = [];
  const escapedSecrets = (): readonly string[] => {
    if (escaped.length !== secrets.length) {
      escaped = secrets.map((secret) => JSON.stringify(secret).slice(1, -1));
    }
    return escaped;
  };
  const write = (sink: Sink, text: () => string, fields: Fields): void => {
    const time = new Date().toISOString();
    const line =
      format === 'json'
        ? escapeUnicode(redact(JSON.stringify({ time, ...fields }), escapedSecrets()))
        : `${time} ${escapeText(redact(text(), secrets))}`;
    sink.write(`${line}\n`);
  };
  return {
    request({ method, target, status, ms, code, requestId }) {
      const path = toPath(target);
      const duration = Math.round(ms);
      write(
        out,
        () =>
          [method, path, status ?? 'aborted', `${duration}ms`, code, requestId]
            .filter((part) => part !== undefined)
            .join(' '),
        { level: 'info', requestId, method, path, status, ms: duration, code },
      );
    },
    info(message) {
      write(out, () => message, { level: 'info', message });
    },
    warn(message, requestId) {
      const id = requestId === undefined ? '' : ` (request ${requestId})`;
      write(err, () => `warning: ${message}${id}`, { level: 'warning', requestId, message });
    },
  };
}

function redact(text: string, secrets: readonly string[]): string {
  return secrets.reduce((redacted, secret) => redacted.replaceAll(secret, '[secret]'), text);
}

/**
 * The path without the query and without parts that may be e-mail addresses. It is split first, because one expression for
 * the whole path would backtrack over a long part once for each of its characters.
 */
function toPath(target: string): string {
  const [path = ''] = target.split(/[?#]/, 1);
  const parts = path.split('/').map((part) => (/@|%40/.test(part) ? '***' : part));
  return parts.join('/').slice(0, MAX_PATH_LENGTH);
}

/** Only visible ASCII, so that nothing can end the line or control a terminal. */
function escapeText(text: string): string {
  return text.replace(
    /[^\x20-\x7e]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** `JSON.stringify` escapes control characters, but not U+2028, DEL or characters that change the direction of text. */
function escapeUnicode(json: string): string {
  return json.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

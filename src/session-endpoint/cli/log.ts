/** Where lines go. */
export interface Sink {
  write(text: string): unknown;
}

/** The command's log: one line a request, and one for whatever the seller should know. */
export interface Log {
  /**
   * @param status undefined where the client left before its answer was through.
   * @param ms from the first byte of the request to the last of the answer.
   */
  request(method: string, target: string, status: number | undefined, ms: number): void;
  /** Good to know. */
  info(message: string): void;
  /** To be looked into. */
  warn(message: string): void;
}

const MAX_PATH = 200;

/**
 * @param secrets texts that never get into a line, whatever brought them there.
 */
export function createLog({ out, err, secrets }: { out: Sink; err: Sink; secrets: readonly string[] }): Log {
  const line = (text: string): string => {
    let clean = text;
    for (const secret of secrets) clean = clean.replaceAll(secret, '[secret]');
    return `${new Date().toISOString()} ${escaped(clean)}\n`;
  };
  return {
    request(method, target, status, ms) {
      out.write(line(`${method} ${toPath(target)} ${status ?? 'aborted'} ${Math.round(ms)}ms`));
    },
    info(message) {
      out.write(line(message));
    },
    warn(message) {
      err.write(line(`warning: ${message}`));
    },
  };
}

/**
 * The path alone, without what may be an e-mail address: queries carry them, and now and then paths do. A part at a time:
 * one expression for all would look through a long part once for each of its letters.
 */
function toPath(target: string): string {
  const [path = ''] = target.split(/[?#]/, 1);
  const parts = path.split('/').map((part) => (/@|%40/.test(part) ? '***' : part));
  return parts.join('/').slice(0, MAX_PATH);
}

/** One line of visible ASCII: nothing in it can end the line, or make a terminal do things. */
function escaped(text: string): string {
  return text.replace(/[^\x20-\x7e]/gu, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

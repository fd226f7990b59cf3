import { hostname } from 'node:os';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';

/** Lines that wait while the server is away: some minutes of a busy shop, a few megabytes. */
const MAX_WAITING = 10_000;
const CONNECT_TIMEOUT_MS = 5_000;
const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 60_000;

const DEFAULT_PORT = 6514;
const LOCAL0 = 16;
/** By pino's levels: https://www.rfc-editor.org/rfc/rfc5424#section-6.2.1 */
const SEVERITIES: Readonly<Record<string, number>> = { 10: 7, 20: 7, 30: 6, 40: 4, 50: 3, 60: 2 };
const INFORMATIONAL = 6;

type Options = {
  /** Told once when the server cannot be reached, and how many lines it has missed when it is back. */
  report(problem: string, details: Record<string, unknown>): void;
  tls?: ConnectionOptions;
};

/**
 * Sends the lines of the log to another machine as well: syslog (RFC 5424) over TLS (RFC 5425). Nobody waits for it: while
 * the server is away lines wait in memory, and those above the limit are counted instead.
 */
export class LogServer {
  readonly #url: URL;
  readonly #options: Options;
  #waiting: string[] = [];
  #missing = 0;
  #socket: TLSSocket | null = null;
  #isOpen = false;
  /** Whether that has been reported. */
  #isAway = false;
  #delay = FIRST_DELAY_MS;
  #retry: NodeJS.Timeout | undefined;

  /** @param url `tls://<host>:<port>`; without a port it is 6514. */
  constructor(url: string, options: Options) {
    this.#url = new URL(url);
    this.#options = options;
  }

  /** For pino: one line of JSON with its line break. */
  write(line: string): void {
    if (this.#waiting.length < MAX_WAITING) this.#waiting.push(line.trimEnd());
    else this.#missing++;
    this.#send();
  }

  /** For tests: sends nothing any more. */
  close(): void {
    clearTimeout(this.#retry);
    this.#socket?.removeAllListeners('close').destroy();
  }

  #send(): void {
    if (!this.#socket && !this.#retry) this.#connect();
    if (!this.#socket || !this.#isOpen) return;
    for (let line = this.#waiting.shift(); line !== undefined; line = this.#waiting.shift())
      if (!this.#socket.write(frame(line))) return;
  }

  #connect(): void {
    const { hostname: name, port } = this.#url;
    const host = name.replace(/^\[|\]$/g, '');
    const socket = connect({ host, port: Number(port || DEFAULT_PORT), ...this.#options.tls });
    this.#socket = socket;
    socket.setTimeout(CONNECT_TIMEOUT_MS, () => socket.destroy(new Error('no connection within five seconds')));
    socket.on('secureConnect', () => {
      socket.setTimeout(0);
      // From here on a program may end: what was written is with the system.
      socket.unref();
      this.#isOpen = true;
      this.#isAway = false;
      this.#delay = FIRST_DELAY_MS;
      const missing = this.#missing;
      this.#missing = 0;
      if (missing > 0) this.#options.report('the log server has missed lines', { missing });
      this.#send();
    });
    socket.on('drain', () => this.#send());
    socket.on('error', (error) => {
      this.#isOpen = false;
      if (!this.#isAway) this.#options.report('the log server cannot be reached', { err: error });
      this.#isAway = true;
    });
    socket.on('close', () => this.#reconnectLater());
    // It only listens, and would keep the process from ending.
    socket.on('data', () => {});
  }

  #reconnectLater(): void {
    this.#socket = null;
    this.#isOpen = false;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.#send();
    }, this.#delay).unref();
    this.#delay = Math.min(2 * this.#delay, MAX_DELAY_MS);
  }
}

/** One message with its length before it: https://www.rfc-editor.org/rfc/rfc5425#section-4.3 */
function frame(line: string): string {
  const severity = SEVERITIES[/^\{"level":(\d+)/.exec(line)?.[1] ?? ''] ?? INFORMATIONAL;
  const message = `<${LOCAL0 * 8 + severity}>1 ${new Date().toISOString()} ${hostname()} makeyourspace ${process.pid} - - ${line}`;
  return `${Buffer.byteLength(message)} ${message}`;
}

import type { ServerResponse } from 'node:http';

type Arguments = unknown[];

/**
 * Controls the head of a response. Next sets status and headers until the moment it sends them, and its compression
 * wraps the response's methods. A step can therefore change the response only beneath both: in Node's own methods, which
 * are replaced here and nowhere else.
 */
export class OutgoingResponse {
  #response: ServerResponse;
  #headRules: (() => void)[] = [];
  #isHeadFinal = false;
  #held: { head: Arguments; chunks: Arguments[] } | null = null;
  #replacement: string | undefined;
  #encode: (body: string) => Buffer | undefined = () => undefined;
  #isAnswered = false;
  #sendInstead: (status: number, headers: Record<string, string | number>, body: string) => (done: () => void) => void;

  constructor(response: ServerResponse) {
    this.#response = response;
    const { writeHead, flushHeaders, write, end } = response;
    const call = (method: (...given: never[]) => unknown, given: Arguments) => Reflect.apply(method, response, given);

    this.#sendInstead = (status, headers, body) => {
      call(writeHead, [status, headers]);
      call(write, [body]);
      return (done) => void call(end, [done]);
    };
    response.writeHead = (...given: Arguments) => {
      if (this.#isAnswered) return response;
      const [status, ...rest] = given;
      if (typeof status === 'number') response.statusCode = status;
      if (this.#held) {
        this.#held.head = rest;
        return response;
      }
      this.#finishHead();
      // Headers given here would describe the body that was replaced.
      return call(writeHead, this.#replacement === undefined ? [response.statusCode, ...rest] : [response.statusCode]);
    };
    response.flushHeaders = () => {
      if (!this.#held && !this.#isAnswered) call(flushHeaders, []);
    };
    response.write = (...given: Arguments) => {
      if (this.#isAnswered) return true;
      if (this.#held) return this.#held.chunks.push(given) > 0;
      this.#finishHead();
      if (this.#replacement === undefined) return call(write, given) as boolean;
      const onWritten = given.at(-1);
      if (typeof onWritten === 'function') process.nextTick(onWritten);
      return true;
    };
    response.end = (...given: Arguments) => {
      if (this.#isAnswered) return response;
      const held = this.#held;
      this.#held = null;
      this.#finishHead();
      if (this.#replacement !== undefined) return call(end, [this.#replacement]);
      if (held && held.head.length > 0) call(writeHead, [response.statusCode, ...held.head]);
      for (const chunk of held?.chunks ?? []) call(write, chunk);
      const [body] = given;
      const bytes = typeof body === 'string' ? this.#encode(body) : undefined;
      return call(end, bytes ? [bytes, ...given.slice(1)] : given);
    };
  }

  /** Runs `rule` once, right before status and headers leave. Rules run in the order in which they were added. */
  beforeHead(rule: () => void): void {
    this.#headRules.push(rule);
  }

  /** Keeps head and body back until the end, so that a rule can still replace a response that fails halfway. */
  holdUntilEnd(): void {
    this.#held = { head: [], chunks: [] };
  }

  /** For a rule: sends `body` in place of everything that Next writes. Status and headers are the rule's to set. */
  replaceBody(body: string): void {
    this.#replacement = body;
  }

  /** Sends what `encode` returns for a body that is written in one piece; as it is where that is undefined. */
  encodeBody(encode: (body: string) => Buffer | undefined): void {
    this.#encode = encode;
  }

  /**
   * Answers the request with one short body, before Next or in its place: what Next still writes is dropped. The head must
   * not have been sent.
   * @returns ends the response, and with it the connection.
   */
  answer(status: number, { type, body }: { type: string; body: string }): (done: () => void) => void {
    const response = this.#response;
    this.#isAnswered = true;
    const end = this.#sendInstead(
      status,
      {
        'content-type': type,
        'content-length': Buffer.byteLength(body),
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        connection: 'close',
      },
      body,
    );
    // Node refuses headers after the head.
    response.setHeader = () => response;
    response.appendHeader = () => response;
    response.removeHeader = () => {};
    return end;
  }

  #finishHead(): void {
    if (this.#isHeadFinal || this.#response.headersSent) return;
    this.#isHeadFinal = true;
    for (const rule of this.#headRules) rule();
  }
}

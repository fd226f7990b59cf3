/** An exchange-rate service for tests, and the documents that such services publish. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Units of each currency per euro. A string is sent as it is, so that it can also be invalid. */
export type Rates = Record<string, number | string>;

/** How the service responds from now on. */
export type RateResponse = {
  /** The published rates by day (YYYY-MM-DD); the daily responses contain the last day. */
  days: Record<string, Rates>;
  /** Replaces the body of the daily response. */
  body?: string | Buffer;
  type?: string | null;
  status?: number;
  headers?: Record<string, string>;
  /** Never ends the response, cuts it off in the middle, redirects in a loop, or does not listen at all. */
  fault?: 'slow' | 'cut' | 'redirect' | 'down';
  /** Whether the file of the last 90 days is missing. */
  withoutHistory?: boolean;
};

export type RateService = {
  /** Values for CURRENCY_SERVICE_URL: Frankfurter's JSON, and the European Central Bank's files. */
  url: string;
  xmlUrl: string;
  /** The source name under which a shop stores the rates. */
  source: string;
  serve(next: RateResponse): Promise<void>;
  /** Path and query of each request, in order of arrival. */
  requests: string[];
  close(): Promise<void>;
};

/** Starts an exchange-rate service on a free port, which can also send every kind of invalid response. */
export async function startRateService(
  initial: RateResponse = { days: { '2026-11-20': { USD: 1.15 } } },
): Promise<RateService> {
  const requests: string[] = [];
  let current = initial;
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    respond(current, request, response);
  });
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  const source = `127.0.0.1:${port}`;
  return {
    ...{ url: `http://${source}/v1`, xmlUrl: `http://${source}/stats/eurofxref-daily.xml`, source, requests },
    async serve(next) {
      current = next;
      if (next.fault === 'down') await stop(server);
      else if (!server.listening) await listen(server, port);
    },
    close: () => stop(server),
  };
}

function respond(rates: RateResponse, { url = '' }: IncomingMessage, response: ServerResponse): void {
  const isXml = url.endsWith('.xml');
  const type = rates.type === undefined ? (isXml ? 'text/xml' : 'application/json; charset=utf-8') : rates.type;
  const text = textFor(rates, url);
  if (rates.fault === 'redirect') return void response.writeHead(302, { location: url }).end();
  if (text === null) return void response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not found</h1>');
  const length = Buffer.byteLength(text);
  response.writeHead(rates.status ?? 200, {
    ...(type === null ? {} : { 'content-type': type }),
    ...(rates.fault === 'cut' ? { 'content-length': length } : {}),
    ...rates.headers,
  });
  if (!rates.fault) return void response.end(text);
  response.write(text.slice(0, length / 2), () => {
    if (rates.fault === 'cut') response.destroy();
  });
}

/** @returns null for a URL that the service does not have */
function textFor({ days, body, withoutHistory }: RateResponse, url: string): string | Buffer | null {
  const [day, rates] = Object.entries(days).at(-1) ?? ['2026-11-20', {}];
  if (url === '/stats/eurofxref-hist-90d.xml') return withoutHistory ? null : ecbXml(days);
  if (url === '/stats/eurofxref-daily.xml') return body ?? ecbXml({ [day]: rates });
  if (url === '/v1/latest?base=EUR') return body ?? frankfurterJson(day, rates);
  return null;
}

/** The response of https://api.frankfurter.dev/v1/latest?base=EUR. */
export function frankfurterJson(date: string, rates: Rates): string {
  return JSON.stringify({ amount: 1, base: 'EUR', date, rates });
}

/** The content of eurofxref-daily.xml or, with several days and the newest first, of eurofxref-hist-90d.xml. */
export function ecbXml(days: Record<string, Rates>): string {
  const cubes = Object.entries(days).toReversed();
  return `<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
\t<gesmes:subject>Reference rates</gesmes:subject>
\t<gesmes:Sender>
\t\t<gesmes:name>European Central Bank</gesmes:name>
\t</gesmes:Sender>
\t<Cube>
${cubes.map(([day, rates]) => `\t\t<Cube time='${day}'>\n${rateCubes(rates)}\t\t</Cube>\n`).join('')}\t</Cube>
</gesmes:Envelope>
`;
}

const rateCubes = (rates: Rates) =>
  Object.entries(rates)
    .map(([currency, rate]) => `\t\t\t<Cube currency='${currency}' rate='${rate}'/>\n`)
    .join('');

/** A document whose rate is an entity that expands to a billion times "lol". */
export function entityBomb(day: string): string {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const inner = level === 0 ? 'lol' : `&l${level - 1};`;
    return `<!ENTITY l${level} "${inner.repeat(10)}">`;
  });
  return withDocumentType(day, levels.join(''), '&l8;');
}

/** A document whose rate is an external entity: a file on the machine that reads it. */
export const externalEntity = (day: string): string =>
  withDocumentType(day, '<!ENTITY file SYSTEM "file:///etc/hostname">', '&file;');

function withDocumentType(day: string, entities: string, rate: string): string {
  return ecbXml({ [day]: { USD: rate } }).replace('?>\n', `?>\n<!DOCTYPE gesmes:Envelope [${entities}]>\n`);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

async function stop(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

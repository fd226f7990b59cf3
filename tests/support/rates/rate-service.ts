import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Units of each currency for one euro. Text stands as it is, so that it can also be wrong. */
export type Rates = Record<string, number | string>;

/** How the service answers from now on. */
export type Answer = {
  /** What it publishes, by day (YYYY-MM-DD); the daily answers have the last one. */
  days: Record<string, Rates>;
  /** In place of the daily answer's text. */
  body?: string | Buffer;
  type?: string | null;
  status?: number;
  headers?: Record<string, string>;
  /** Never ends the answer, ends it in its middle, sends back and forth, or does not listen at all. */
  fault?: 'slow' | 'cut' | 'redirect' | 'down';
  /** The file of the last 90 days is missing. */
  withoutHistory?: boolean;
};

export type RateService = {
  /** For CURRENCY_SERVICE_URL: Frankfurter's JSON, or the European Central Bank's files. */
  url: string;
  xmlUrl: string;
  /** The name under which a shop keeps its rates. */
  source: string;
  serve(next: Answer): Promise<void>;
  /** Path and query of each request, in the order in which they came. */
  requests: string[];
  close(): Promise<void>;
};

/** A rate service on a free port, which can answer in every wrong way. */
export async function startRateService(
  first: Answer = { days: { '2026-11-20': { USD: 1.15 } } },
): Promise<RateService> {
  const requests: string[] = [];
  let answer = first;
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    respond(answer, request, response);
  });
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  const source = `127.0.0.1:${port}`;
  return {
    ...{ url: `http://${source}/v1`, xmlUrl: `http://${source}/stats/eurofxref-daily.xml`, source, requests },
    async serve(next) {
      answer = next;
      if (next.fault === 'down') await end(server);
      else if (!server.listening) await listen(server, port);
    },
    close: () => end(server),
  };
}

function respond(answer: Answer, { url = '' }: IncomingMessage, response: ServerResponse): void {
  const isXml = url.endsWith('.xml');
  const type = answer.type === undefined ? (isXml ? 'text/xml' : 'application/json; charset=utf-8') : answer.type;
  const text = textFor(answer, url);
  if (answer.fault === 'redirect') return void response.writeHead(302, { location: url }).end();
  if (text === null) return void response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not found</h1>');
  const length = Buffer.byteLength(text);
  response.writeHead(answer.status ?? 200, {
    ...(type === null ? {} : { 'content-type': type }),
    ...(answer.fault === 'cut' ? { 'content-length': length } : {}),
    ...answer.headers,
  });
  if (!answer.fault) return void response.end(text);
  response.write(text.slice(0, length / 2), () => {
    if (answer.fault === 'cut') response.destroy();
  });
}

/** @returns null for an address that the service does not have */
function textFor({ days, body, withoutHistory }: Answer, url: string): string | Buffer | null {
  const [day, rates] = Object.entries(days).at(-1) ?? ['2026-11-20', {}];
  if (url === '/stats/eurofxref-hist-90d.xml') return withoutHistory ? null : ecbXml(days);
  if (url === '/stats/eurofxref-daily.xml') return body ?? ecbXml({ [day]: rates });
  if (url === '/v1/latest?base=EUR') return body ?? frankfurterJson(day, rates);
  return null;
}

/** As https://api.frankfurter.dev/v1/latest?base=EUR answers. */
export function frankfurterJson(date: string, rates: Rates): string {
  return JSON.stringify({ amount: 1, base: 'EUR', date, rates });
}

/** As eurofxref-daily.xml, and with several days, the newest first, eurofxref-hist-90d.xml. */
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

/** A few hundred bytes that would become a billion times "lol", in place of a rate. */
export function entityBomb(day: string): string {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const inner = level === 0 ? 'lol' : `&l${level - 1};`;
    return `<!ENTITY l${level} "${inner.repeat(10)}">`;
  });
  return withDocumentType(day, levels.join(''), '&l8;');
}

/** A rate that is to come out of a file of the machine that reads it. */
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

async function end(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

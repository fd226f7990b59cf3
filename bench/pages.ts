import { parseArgs } from 'node:util';
import { step } from '../dev/say.ts';
import { startBarePage } from './bare-server.ts';
import { measuredShop } from './measured-shop.ts';
import { scriptWeight } from './script-weight.ts';
import { startStaticServer } from './static-server.ts';
import { type Load, median, requireWrk, runWrk, type Target } from './wrk.ts';

const LEAST_RATIO = 0.8;
/** The gallery's cached copies that are measured, each beside itself without the rewrite. */
const CURRENCIES = ['EUR', 'USD', 'JPY'];
const LEAST_OF_DIRECT = 0.75;
const MOST_KILOBYTES = 40;
const WARM_UP_SECONDS = 2;

type Candidate = Target & { name: string; bytes: number };

/**
 * Requests a second of the cached pages beside a bare cached Next page and a file in nginx with as many
 * bytes, and the gallery's JavaScript beside that of the bare page. The candidates take turns, so
 * that what the machine does meanwhile hits all of them; the median of the rounds counts.
 */
export async function benchPages(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      url: { type: 'string' },
      seconds: { type: 'string', default: '8' },
      rounds: { type: 'string', default: '3' },
    },
  });
  requireWrk();
  const shop = await measuredShop(values.url);
  const html = await (await fetch(shop.url)).text();
  const bare = await startBarePage(Buffer.byteLength(html));
  const file = await startStaticServer(html);
  if (!file) console.log('nginx is missing and left out: install it with `sudo apt-get install nginx-light`.');
  const candidates = [
    await candidate('gallery', { url: `${shop.url}/` }),
    ...(await Promise.all(CURRENCIES.flatMap((currency) => copiesOf(shop.url, currency)))),
    await candidate('work page', { url: `${shop.url}${await firstWork(shop.url)}` }),
    await candidate('bare Next page', { url: `${bare}/` }),
    ...(file ? [await candidate('nginx, a file', { url: file })] : []),
  ];
  const loads = await measure(candidates, Number(values.seconds), Number(values.rounds));
  printLoads(candidates, loads);
  await printScripts(`${shop.url}/`, `${bare}/`);
}

/** One copy of the gallery, as visitors come to it and without the choice and the rewrite. */
function copiesOf(shopUrl: string, currency: string): Promise<Candidate>[] {
  return [
    candidate(`gallery, in ${currency}`, { url: `${shopUrl}/`, cookie: `currency=${currency}` }),
    candidate(`/in/${currency}, no rewrite`, { url: `${shopUrl}/in/${currency}` }),
  ];
}

async function firstWork(shopUrl: string): Promise<string> {
  const page: { posts: { slug: string }[] } = await (await fetch(`${shopUrl}/api/posts`)).json();
  return `/posts/${page.posts[0]?.slug ?? ''}`;
}

async function candidate(name: string, target: Target): Promise<Candidate> {
  const headers = target.cookie ? { cookie: target.cookie } : undefined;
  const response = await fetch(target.url, { headers });
  if (!response.ok) throw new Error(`${target.url} answered ${response.status}`);
  return { name, ...target, bytes: (await response.bytes()).byteLength };
}

async function measure(candidates: Candidate[], seconds: number, rounds: number): Promise<Load[]> {
  await step('Warm-up', async () => {
    for (const one of candidates) await runWrk(one, WARM_UP_SECONDS);
  });
  const runs: Load[][] = candidates.map(() => []);
  for (let round = 1; round <= rounds; round++) {
    await step(`Round ${round} of ${rounds}`, async () => {
      for (const [index, one] of candidates.entries()) runs[index]?.push(await runWrk(one, seconds));
    });
  }
  return runs.map((own) => ({
    requestsPerSecond: median(own.map((load) => load.requestsPerSecond)),
    p50: median(own.map((load) => load.p50)),
    p99: median(own.map((load) => load.p99)),
  }));
}

function printLoads(candidates: Candidate[], loads: Load[]): void {
  const rate = (name: string) => loads[candidates.findIndex((one) => one.name === name)]?.requestsPerSecond;
  const bare = rate('bare Next page');
  const nginx = rate('nginx, a file');
  const round = (value: number, digits: number) => Number(value.toFixed(digits));
  const rows = candidates.map(({ name, bytes }, index) => {
    const { requestsPerSecond = Number.NaN, p50 = Number.NaN, p99 = Number.NaN } = loads[index] ?? {};
    const row = {
      bytes,
      'requests/s': Math.round(requestsPerSecond),
      'p50 ms': round(p50, 1),
      'p99 ms': round(p99, 1),
      'to bare': bare && round(requestsPerSecond / bare, 2),
      'to nginx': nginx && round(requestsPerSecond / nginx, 2),
    };
    return [name, row];
  });
  console.table(Object.fromEntries(rows));
  const reached = (rate('gallery') ?? 0) / (bare ?? 1);
  console.log(`The gallery reaches ${reached.toFixed(2)} of the bare page; the aim is at least ${LEAST_RATIO}.`);
  const ofDirect = CURRENCIES.map((currency) => {
    const ratio = (rate(`gallery, in ${currency}`) ?? 0) / (rate(`/in/${currency}, no rewrite`) ?? 1);
    return `${currency} ${ratio.toFixed(2)}`;
  });
  console.log(
    `The gallery of the same page without the rewrite: ${ofDirect.join(', ')}; the aim is at least ${LEAST_OF_DIRECT}.`,
  );
}

async function printScripts(galleryUrl: string, bareUrl: string): Promise<void> {
  const [gallery, bare] = [await scriptWeight(galleryUrl), await scriptWeight(bareUrl)];
  const kilobytes = (bytes: number) => (bytes / 1024).toFixed(1);
  console.log(
    `JavaScript, gzip: gallery ${kilobytes(gallery.gzipBytes)} KB in ${gallery.files} files, ` +
      `bare page ${kilobytes(bare.gzipBytes)} KB in ${bare.files}; ` +
      `${kilobytes(gallery.gzipBytes - bare.gzipBytes)} KB more, the aim is at most ${MOST_KILOBYTES}.`,
  );
}

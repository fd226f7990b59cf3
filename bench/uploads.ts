import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { hashPassword } from '#lib/accounts/password.ts';
import { blankCanvas, light, paint, toJpeg } from '../demo/draw/canvas.ts';
import { inParallel } from '../demo/in-parallel.ts';
import { seededRandom } from '../dev/seeded-random.ts';
import { step } from '../dev/terminal.ts';
import { type OwnShop, startOwnShop } from './shop/own-shop.ts';
import { addWorks, FIRST_NUMBER } from './shop/works.ts';

const ARTISTS = 4;
const PASSWORD = randomBytes(16).toString('hex');
/** Pixels of the uploads: what a telephone makes. */
const SIZE = { width: 4000, height: 3000 };
const DIFFERENT = 4;
const WORKS = 48;

type Latency = { count: number; p50: number; p99: number };

/**
 * How soon a cached page is answered while nothing else goes on, and while two hundred uploads run at once; and how
 * many uploads a minute are stored meanwhile.
 */
export async function benchUploads(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { uploads: { type: 'string', default: '200' }, seconds: { type: 'string', default: '10' } },
  });
  const count = Number(values.uploads);
  const shop = await startOwnShop();
  await addWorks(shop.database, FIRST_NUMBER, WORKS);
  const cookies = await step('Artists', () => signInArtists(shop));
  const numbers = Array.from({ length: DIFFERENT }, (_, index) => index);
  const pictures = await step('Pictures', () => inParallel(numbers, 1, drawn));
  await (await fetch(shop.url)).text();
  const quietEnd = performance.now() + Number(values.seconds) * 1_000;
  const quiet = await step('A page, nothing else', () => latencyUntil(shop.url, () => performance.now() > quietEnd));

  const began = performance.now();
  let running = true;
  const sending = Promise.all(
    Array.from({ length: count }, (_, index) => {
      // A few bytes behind the picture make it another one.
      const parts = [pictures[index % DIFFERENT] ?? Buffer.alloc(0), Buffer.from(`upload ${index}`)];
      return upload(shop, cookies[index % ARTISTS] ?? '', parts);
    }),
  ).finally(() => {
    running = false;
  });
  const [statuses, busy] = await step(
    `A page, with ${count} uploads`,
    () => Promise.all([sending, latencyUntil(shop.url, () => !running)]),
    { long: true },
  );
  const minutes = (performance.now() - began) / 60_000;
  const stored = statuses.filter((status) => status === 201).length;
  console.table({ 'nothing else': rowOf(quiet), [`${count} uploads`]: rowOf(busy) });
  console.log(
    `${stored} of ${count} uploads of 12 megapixels stored, ${(stored / minutes).toFixed(0)} a minute. ` +
      `The page took ${(busy.p50 / quiet.p50).toFixed(1)} times as long at the median, ${(busy.p99 / quiet.p99).toFixed(1)} times at p99.`,
  );
  if (stored < count) process.exitCode = 1;
}

const rowOf = ({ count, p50, p99 }: Latency) => ({
  pages: count,
  'p50 ms': Number(p50.toFixed(1)),
  'p99 ms': Number(p99.toFixed(1)),
});

/** A picture with detail everywhere, as JPEG. */
function drawn(index: number): Promise<Buffer> {
  const random = seededRandom(index);
  const canvas = blankCanvas(SIZE.width, SIZE.height, [60 + 40 * index, 120, 200 - 40 * index]);
  paint(canvas, (pixel, x, y) => light(pixel, 0.8 + 0.3 * Math.sin(x / 90) * Math.cos(y / 70) + 0.1 * random()));
  return toJpeg(canvas);
}

/** One visitor, one page after the other. */
async function latencyUntil(url: string, done: () => boolean): Promise<Latency> {
  const times: number[] = [];
  while (!done()) {
    const began = performance.now();
    const response = await fetch(url);
    await response.arrayBuffer();
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return { count: times.length, p50: at(0.5), p99: at(0.99) };
}

/** The parts go out one after the other, so that two hundred uploads share the memory of a few pictures. */
async function upload({ url }: OwnShop, cookie: string, parts: Buffer[]): Promise<number> {
  const request: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    duplex: 'half',
    headers: { cookie, origin: url },
    body: bodyOf(parts),
    signal: AbortSignal.timeout(20 * 60_000),
  };
  const response = await fetch(`${url}/api/pictures`, request);
  await response.arrayBuffer();
  return response.status;
}

/** @returns the cookies of their sessions. */
async function signInArtists({ url, database }: OwnShop): Promise<string[]> {
  const hash = await hashPassword(PASSWORD);
  const cookies: string[] = [];
  for (let number = 1; number <= ARTISTS; number++) {
    const name = `uploads-${number}`;
    await database.query(
      `INSERT INTO users (id, username, email, display_name, password_hash)
       VALUES (gen_random_uuid(), $1::text, $1 || '@example.org', $1, $2)`,
      [name, hash],
    );
    cookies.push(await signIn(url, name));
  }
  return cookies;
}

async function signIn(url: string, username: string): Promise<string> {
  const asked = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await asked.json()) as { csrfToken: string };
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookiesOf(asked) },
    body: new URLSearchParams({ csrfToken, username, password: PASSWORD, json: 'true' }),
  });
  const cookie = cookiesOf(answer);
  if (!cookie.includes('session-token')) throw new Error(`${username} could not sign in: ${await answer.text()}`);
  return cookie;
}

const cookiesOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

function bodyOf(parts: Buffer[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(part);
      controller.close();
    },
  });
}

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
/** Pixels of the uploads, as from a phone. */
const SIZE = { width: 4000, height: 3000 };
const DISTINCT_PICTURES = 4;
const WORKS = 48;

type Latency = { count: number; p50: number; p99: number };

/**
 * Measures how fast a cached page responds without other load and during two hundred simultaneous uploads, and how many
 * uploads are stored a minute.
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
  const numbers = Array.from({ length: DISTINCT_PICTURES }, (_, index) => index);
  const pictures = await step('Pictures', () => inParallel(numbers, 1, drawPicture));
  await (await fetch(shop.url)).text();
  const idleEnd = performance.now() + Number(values.seconds) * 1_000;
  const idle = await step('A page without other load', () => latencyUntil(shop.url, () => performance.now() > idleEnd));

  const start = performance.now();
  let running = true;
  const sending = Promise.all(
    Array.from({ length: count }, (_, index) => {
      // A few bytes after the picture make it a different file.
      const parts = [pictures[index % DISTINCT_PICTURES] ?? Buffer.alloc(0), Buffer.from(`upload ${index}`)];
      return upload(shop, cookies[index % ARTISTS] ?? '', parts);
    }),
  ).finally(() => {
    running = false;
  });
  const [statuses, busy] = await step(
    `A page during ${count} uploads`,
    () => Promise.all([sending, latencyUntil(shop.url, () => !running)]),
    { long: true },
  );
  const minutes = (performance.now() - start) / 60_000;
  const stored = statuses.filter((status) => status === 201).length;
  console.table({ 'no other load': rowOf(idle), [`${count} uploads`]: rowOf(busy) });
  console.log(
    `${stored} of ${count} uploads of 12 megapixels stored, ${(stored / minutes).toFixed(0)} a minute. ` +
      `The page took ${(busy.p50 / idle.p50).toFixed(1)} times as long at the median, ${(busy.p99 / idle.p99).toFixed(1)} times at p99.`,
  );
  if (stored < count) process.exitCode = 1;
}

const rowOf = ({ count, p50, p99 }: Latency) => ({
  pages: count,
  'p50 ms': Number(p50.toFixed(1)),
  'p99 ms': Number(p99.toFixed(1)),
});

/** A JPEG with detail everywhere. */
function drawPicture(index: number): Promise<Buffer> {
  const random = seededRandom(index);
  const canvas = blankCanvas(SIZE.width, SIZE.height, [60 + 40 * index, 120, 200 - 40 * index]);
  paint(canvas, (pixel, x, y) => light(pixel, 0.8 + 0.3 * Math.sin(x / 90) * Math.cos(y / 70) + 0.1 * random()));
  return toJpeg(canvas);
}

/** One visitor who requests the page again and again. */
async function latencyUntil(url: string, done: () => boolean): Promise<Latency> {
  const times: number[] = [];
  while (!done()) {
    const start = performance.now();
    const response = await fetch(url);
    await response.arrayBuffer();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return { count: times.length, p50: at(0.5), p99: at(0.99) };
}

/** The body is sent in parts, so that two hundred uploads share the memory of a few pictures. */
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

/** @returns their session cookies. */
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
  const csrfResponse = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await csrfResponse.json()) as { csrfToken: string };
  const response = await fetch(`${url}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookiesOf(csrfResponse) },
    body: new URLSearchParams({ csrfToken, username, password: PASSWORD, json: 'true' }),
  });
  const cookie = cookiesOf(response);
  if (!cookie.includes('session-token')) throw new Error(`${username} could not sign in: ${await response.text()}`);
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

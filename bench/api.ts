import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { newPersonalToken, personalTokenHash } from '#lib/api-tokens/personal-token.ts';
import { step } from '../dev/terminal.ts';
import { startBareApp } from './shop/bare-server.ts';
import { configureLib } from './shop/configure-lib.ts';
import { type OwnShop, startOwnShop } from './shop/own-shop.ts';
import { addWorks, FIRST_NUMBER, PRICE, postId } from './shop/works.ts';
import { median, requireWrk, runWrk, type Target } from './wrk.ts';

const WORKS = 240;
/** So many that none reaches the limit of requests in a minute. */
const ACCOUNTS = 400;
const CREATIONS = 600;
const AT_ONCE = 2;
const VERIFICATIONS = 500;
const ROTATE = path.join(import.meta.dirname, 'api/rotate-tokens.lua');

/**
 * The API beside bare route handlers with the same number of bytes, by turns: the list without a token, and one work with a
 * token; how long it takes to create a work; and how long to check an access token for the first time.
 */
export async function benchApi(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { seconds: { type: 'string', default: '4' }, rounds: { type: 'string', default: '5' } },
  });
  const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)];
  requireWrk();
  const shop = await startOwnShop();
  configureLib(shop);
  await addWorks(shop.database, FIRST_NUMBER, WORKS);
  const tokens = await addTokens(shop);
  const file = path.join(shop.env.DATA_DIR ?? '', 'tokens.txt');
  writeFileSync(file, tokens.join('\n'));
  const bare = await startBareApp();
  const list = { url: `${shop.url}/api/v1/posts` };
  const work = { url: `${shop.url}/api/v1/posts/${postId(FIRST_NUMBER)}`, script: ROTATE, args: [file] };
  const pairs: [name: string, api: Target, bare: Target, aim: number][] = [
    ['list, cached', list, { url: await bare.list(await bytesOf(list.url)) }, 0.7],
    ['a work, with a token', work, { url: await bare.list(await bytesOf(work.url)) }, 0.5],
  ];
  for (const [name, ...pair] of pairs) await compare(name, pair, { seconds, rounds });
  await step('Creating works', () => measureCreations(shop, tokens));
  await step('Checking access tokens', measureVerifications);
}

async function addTokens({ database }: OwnShop): Promise<string[]> {
  const tokens = Array.from({ length: ACCOUNTS }, newPersonalToken);
  await database.query(
    `WITH accounts AS (
       INSERT INTO users (id, username, email, display_name, email_proven_at)
       SELECT gen_random_uuid(), 'api-' || number, 'api-' || number || '@example.org', 'API', now()
       FROM generate_series(1, $1::int) AS number
       RETURNING id, substr(username::text, 5)::int AS number
     )
     INSERT INTO personal_tokens (user_id, name, hash, scopes, ending, expires_at)
     SELECT id, 'For measuring', ($2::bytea[])[number], '{posts:read,posts:write}', 'x', now() + interval '1 day' FROM accounts`,
    [ACCOUNTS, tokens.map(personalTokenHash)],
  );
  return tokens;
}

const bytesOf = async (url: string) => (await (await fetch(url)).arrayBuffer()).byteLength;

async function compare(
  name: string,
  [api, bare, aim]: [Target, Target, number],
  { seconds, rounds }: { seconds: number; rounds: number },
): Promise<void> {
  const rates: Record<'api' | 'bare', number[]> = { api: [], bare: [] };
  for (const target of [api, bare]) await runWrk(target, 1);
  for (let round = 0; round < rounds; round++) {
    rates.api.push((await runWrk(api, seconds)).requestsPerSecond);
    rates.bare.push((await runWrk(bare, seconds)).requestsPerSecond);
  }
  const [ours, theirs] = [median(rates.api), median(rates.bare)];
  console.log(
    `${name}: ${Math.round(ours)} requests a second, ${(ours / theirs).toFixed(2)} of a bare handler’s ` +
      `${Math.round(theirs)}; aim: at least ${aim}.`,
  );
}

async function measureCreations({ url }: OwnShop, tokens: readonly string[]): Promise<void> {
  const times: number[] = [];
  const create = async (index: number) => {
    const start = performance.now();
    const response = await fetch(`${url}/api/v1/posts`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${tokens[index % tokens.length]}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify({ title: `Study ${index}`, description: 'A study.', price: PRICE, tags: ['study'] }),
    });
    await response.arrayBuffer();
    if (response.status !== 201) throw new Error(`creating a work returned ${response.status}`);
    times.push(performance.now() - start);
  };
  let next = 0;
  const worker = async () => {
    while (next < CREATIONS) await create(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  // Without the first ones, at which the process is still cold.
  print('creating a work, with an Idempotency-Key', times.slice(CREATIONS / 6), 'p99', 50);
}

async function measureVerifications(): Promise<void> {
  const { signAccessToken, verifyAccessToken } = await import('#lib/api-tokens/access-token.ts');
  const grant = { userId: randomUUID(), sessionId: randomUUID(), scopes: ['posts:read'] as const, client: 'bench' };
  const expiresAt = new Date(Date.now() + 3_600_000);
  const signed = await Promise.all(
    Array.from({ length: VERIFICATIONS }, () => signAccessToken({ ...grant, expiresAt })),
  );
  const times: number[] = [];
  for (const { token } of signed) {
    const start = performance.now();
    if (!(await verifyAccessToken(token))) throw new Error('the token was not accepted');
    times.push(performance.now() - start);
  }
  print('checking an access token for the first time', times.slice(VERIFICATIONS / 5), 'p50', 0.2);
}

function print(name: string, times: readonly number[], which: 'p50' | 'p99', aim: number): void {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(2);
  console.log(`${name}: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms; aim: ${which} below ${aim} ms.`);
}

import { expect, test, vi } from 'vitest';
import { db } from '#lib/db.ts';
import { waitForRedis } from '#lib/redis.ts';
import { makeMember, signIn } from './api-tokens-fixture.ts';

await waitForRedis();

const HOUR = 3_600_000;
const fromNow = (milliseconds: number) => new Date(Date.now() + milliseconds);

/** The modules of a process that has just started: it remembers nothing. */
async function newProcess() {
  vi.resetModules();
  const keys = await import('#lib/api-tokens/signing-keys.ts');
  const tokens = await import('#lib/api-tokens/access-token.ts');
  return { ...keys, ...tokens };
}

const kidsOf = ({ published }: { published: readonly { kid?: string }[] }) => published.map(({ kid }) => kid);
const storedKids = async () =>
  (await db().signingKey.findMany({ orderBy: { signsFrom: 'desc' } })).map(({ kid }) => kid);

/** Some token, as one of these processes signs it. */
async function tokenOf(process: Awaited<ReturnType<typeof newProcess>>) {
  const session = { userId: '11111111-1111-4111-8111-111111111111', sessionId: '22222222-2222-4222-8222-222222222222' };
  const grant = { ...session, scopes: ['posts:read'] as const, client: 'test', expiresAt: fromNow(HOUR) };
  return (await process.signAccessToken(grant)).token;
}

const kidOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid;

test('eight processes that need the first key at the same moment get the same one', async () => {
  await db().signingKey.deleteMany();
  const processes = [];
  for (let each = 0; each < 8; each++) processes.push(await newProcess());
  // Each has a single flight of its own, as processes do.
  const shared = globalThis as { makeYourSpaceRunningLoads?: Map<string, unknown> };
  const loads = processes.map((process) => {
    const result = process.signingKeys();
    shared.makeYourSpaceRunningLoads?.clear();
    return result;
  });
  const kids = (await Promise.all(loads)).map(({ signing }) => signing.kid);
  expect(new Set(kids).size).toBe(1);
  expect(await storedKids()).toEqual([kids[0]]);
  expect(await db().auditEntry.findMany({ where: { action: 'signing-key-added' } })).toMatchObject([
    { actorKind: 'shop', subjectId: kids[0], details: { reason: 'none before' } },
  ]);
});

test('the list of keys has nothing private, and the database no key that it could read', async () => {
  const { published } = await (await newProcess()).signingKeys();
  expect(published).toEqual([
    {
      ...{ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' },
      ...{ kid: expect.any(String), x: expect.any(String), y: expect.any(String) },
    },
  ]);
  const [row] = await db().signingKey.findMany();
  expect(Buffer.from(row?.privateKey ?? []).toString('latin1')).not.toContain('"d"');
});

test('the next key is published two days before it signs, and the last one stays an hour after that', async () => {
  const { rotateSigningKeys } = await import('#lib/api-tokens/rotate-signing-keys.ts');
  expect(await rotateSigningKeys()).toBe(false);
  const before = await newProcess();
  const [old = ''] = await storedKids();
  const oldToken = await tokenOf(before);

  await db().signingKey.update({ where: { kid: old }, data: { signsFrom: fromNow(-(88 * 24 + 1) * HOUR) } });
  expect(await rotateSigningKeys()).toBe(true);
  expect(await rotateSigningKeys()).toBe(false);
  const [next = ''] = await storedKids();
  const announced = await newProcess();
  expect(kidsOf(await announced.signingKeys())).toEqual([next, old]);
  expect(kidOf(await tokenOf(announced))).toBe(old);
  const { signsFrom } = await db().signingKey.findUniqueOrThrow({ where: { kid: next } });
  expect(Math.round((signsFrom.getTime() - Date.now()) / HOUR)).toBe(48);

  await db().signingKey.update({ where: { kid: next }, data: { signsFrom: fromNow(-HOUR / 2) } });
  const during = await newProcess();
  expect(kidOf(await tokenOf(during))).toBe(next);
  expect(await during.verifyAccessToken(oldToken)).toMatchObject({ scopes: ['posts:read'] });
  await rotateSigningKeys();
  expect(await storedKids()).toEqual([next, old]);

  await db().signingKey.update({ where: { kid: next }, data: { signsFrom: fromNow(-HOUR - 1_000) } });
  const after = await newProcess();
  expect(kidsOf(await after.signingKeys())).toEqual([next]);
  expect(await after.verifyAccessToken(oldToken)).toBeNull();
  await rotateSigningKeys();
  expect(await storedKids()).toEqual([next]);
});

test('in an emergency the earlier keys are gone, also for a process that remembers them', async () => {
  const { replaceSigningKeys } = await import('#lib/api-tokens/rotate-signing-keys.ts');
  const running = await newProcess();
  const token = await tokenOf(running);
  expect(await running.verifyAccessToken(token)).not.toBeNull();
  const kid = await replaceSigningKeys();
  expect(await storedKids()).toEqual([kid]);
  // Ten seconds later.
  const now = performance.now();
  vi.spyOn(performance, 'now').mockReturnValue(now + 10_001);
  expect(await running.verifyAccessToken(token)).toBeNull();
  expect(kidOf(await tokenOf(running))).toBe(kid);
  vi.restoreAllMocks();
  expect(await (await newProcess()).verifyAccessToken(token)).toBeNull();
});

test('a token ends also for a process that has checked it before', async () => {
  const running = await newProcess();
  const token = await tokenOf(running);
  for (let again = 0; again < 2; again++) expect(await running.verifyAccessToken(token)).not.toBeNull();
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 15 * 60_000 + 6_000 });
  expect(await running.verifyAccessToken(token)).toBeNull();
  vi.useRealTimers();
});

test('a process looks for an unknown key again, but not at each made-up one', async () => {
  const running = await newProcess();
  await running.signingKeys();
  const { addKey } = await import('#lib/api-tokens/signing-key-rows.ts');
  const other = await addKey(db(), { actor: 'shop', reason: 'due', inSeconds: 60 });
  const now = performance.now();
  const clock = vi.spyOn(performance, 'now').mockReturnValue(now + 2_900);
  for (let guess = 0; guess < 50; guess++) expect(await running.verifyingKey(`made-up-${guess}`)).toBeUndefined();
  // Nothing has been asked of the database: else this key would be known.
  expect(await running.verifyingKey(other)).toBeUndefined();
  clock.mockReturnValue(now + 3_100);
  expect(await running.verifyingKey(other)).toBeDefined();
  vi.restoreAllMocks();
});

test('keys of another NEXTAUTH_SECRET are replaced, and signing in goes on', async () => {
  const before = await storedKids();
  await db().signingKey.updateMany({ data: { privateKey: new Uint8Array(64) } });
  const { signing, published } = await (await newProcess()).signingKeys();
  expect(before).not.toContain(signing.kid);
  expect(published).toHaveLength(1);
  expect(await storedKids()).toEqual([signing.kid]);
  const person = await makeMember();
  expect((await signIn(person.username)).status).toBe(200);
});

import { importJWK, type JWK } from 'jose';
import { db } from '#lib/db.ts';
import { logger } from '#lib/logger.ts';
import { singleFlight } from '#lib/single-flight.ts';
import { ALGORITHM, addKey, lockKeys, readKeys, type StoredKey, signingKeyOf } from './signing-key-rows.ts';

type Key = Awaited<ReturnType<typeof importJWK>>;

type SigningKeys = {
  /** By `kid`. */
  verifying: ReadonlyMap<string, Key>;
  signing: { kid: string; key: Key };
  /** The public keys, as RFC 7517 has them. */
  published: readonly JWK[];
  /** Milliseconds of a clock that never goes back. */
  loadedAt: number;
};

/** How long a process uses what it has read: so long does a key that was removed still count at most. */
const MAX_AGE_MS = 10_000;
/** The least time between two looks for a `kid` that is unknown: anybody can make one up. */
const UNKNOWN_KID_PAUSE_MS = 3_000;

let loaded: SigningKeys | undefined;

/** The keys of the shop, as this process has read them at most ten seconds ago. The first one is made when somebody asks. */
export async function signingKeys(maxAgeMs = MAX_AGE_MS): Promise<SigningKeys> {
  if (!loaded || performance.now() - loaded.loadedAt >= maxAgeMs)
    loaded = await singleFlight('signing keys', [], loadKeys);
  return loaded;
}

/** The public key of a token; undefined if no key of the shop has this `kid`. */
export async function verifyingKey(kid: string): Promise<Key | undefined> {
  const known = (await signingKeys()).verifying.get(kid);
  return known ?? (await signingKeys(UNKNOWN_KID_PAUSE_MS)).verifying.get(kid);
}

async function loadKeys(): Promise<SigningKeys> {
  const loadedAt = performance.now();
  const read = await readKeys(db());
  const stored = signingKeyOf(read) ? read : await makeFirstKey();
  const signing = signingKeyOf(stored);
  if (!signing) throw new Error('there is no key that signs, although one was just made');
  const imported = stored.map(async ({ kid, publicJwk }) => [kid, await importJWK(publicJwk, ALGORITHM)] as const);
  return {
    verifying: new Map(await Promise.all(imported)),
    signing: { kid: signing.kid, key: await importJWK(signing.privateJwk, ALGORITHM) },
    published: stored.map(({ publicJwk }) => publicJwk),
    loadedAt,
  };
}

/** Of several processes that find none at the same time, the first one makes it, and the others find it then. */
async function makeFirstKey(): Promise<StoredKey[]> {
  return db().$transaction(async (tx) => {
    await lockKeys(tx);
    const read = await readKeys(tx);
    if (signingKeyOf(read)) return read;
    const { count } = await tx.signingKey.deleteMany({ where: { kid: { notIn: read.map(({ kid }) => kid) } } });
    if (count > 0)
      logger().warn({ count }, 'signing keys cannot be read: NEXTAUTH_SECRET has changed. They are replaced');
    await addKey(tx, { actor: 'shop', reason: count > 0 ? 'none readable' : 'none before' });
    return readKeys(tx);
  });
}

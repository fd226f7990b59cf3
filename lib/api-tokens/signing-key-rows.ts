import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { type Db, Prisma } from '#lib/db.ts';
import { SIGNING_KEY_SECONDS } from '#lib/domain/api/tokens.ts';
import type { AuditActor } from '#lib/domain/audit.ts';
import { openSecret, sealSecret } from '#lib/sealed-secret.ts';

/** RFC 7518, and the only one that tokens may name. */
export const ALGORITHM = 'ES256';

/** A published key that this process can read. */
export type StoredKey = {
  kid: string;
  publicJwk: JWK;
  privateJwk: JWK;
  /** Whether its time to sign has begun. */
  hasBegun: boolean;
  /** Since when, or in how long if it is negative, seconds. */
  secondsSinceBegin: number;
};

/** Whether a row of `signing_keys` is in the list: the last token of one that is not has ended. */
export const IS_PUBLISHED = Prisma.sql`NOT EXISTS (
  SELECT FROM signing_keys later WHERE later.signs_from > signing_keys.signs_from
    AND later.signs_from < now() - make_interval(secs => ${SIGNING_KEY_SECONDS.publishedAfter}::int))`;

type Row = Omit<StoredKey, 'privateJwk'> & { privateKey: Uint8Array };

/** The keys that are published, the newest first, without those that were encrypted with another NEXTAUTH_SECRET. */
export async function readKeys(client: Db): Promise<StoredKey[]> {
  const rows = await client.$queryRaw<Row[]>`
    SELECT kid, public_jwk AS "publicJwk", private_key AS "privateKey", signs_from <= now() AS "hasBegun",
      extract(epoch FROM now() - signs_from)::float8 AS "secondsSinceBegin"
    FROM signing_keys WHERE ${IS_PUBLISHED}
    ORDER BY signs_from DESC`;
  return rows.flatMap(({ privateKey, ...row }) => {
    const opened = openSecret('signing key', row.kid, privateKey);
    return opened ? [{ ...row, privateJwk: JSON.parse(Buffer.from(opened).toString()) as JWK }] : [];
  });
}

/** The one that signs now: the last one that has begun to. */
export const signingKeyOf = (keys: readonly StoredKey[]): StoredKey | undefined => keys.find((key) => key.hasBegun);

/** Changes of the keys follow one another, in all processes. For the beginning of a transaction. */
export async function lockKeys(tx: Db): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(hashtextextended('signing keys', 0))`;
}

/** Why there is another key. */
type Reason = 'none before' | 'none readable' | 'due' | 'replaced at once';

/**
 * Adds a key, and records it.
 * @param inSeconds from when on it signs.
 */
export async function addKey(
  tx: Db,
  { actor, reason, inSeconds = 0 }: { actor: AuditActor; reason: Reason; inSeconds?: number },
): Promise<string> {
  const { publicKey, privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const publicJwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(publicJwk);
  const sealed = sealSecret('signing key', kid, Buffer.from(JSON.stringify(await exportJWK(privateKey))));
  const published = JSON.stringify({ ...publicJwk, kid, alg: ALGORITHM, use: 'sig' });
  // Rounded down: the column would round up, to a time that has not come yet.
  await tx.$executeRaw`
    INSERT INTO signing_keys (kid, public_jwk, private_key, signs_from)
    VALUES (${kid}, ${published}::jsonb, ${sealed},
      date_trunc('milliseconds', now()) + make_interval(secs => ${inSeconds}::int))`;
  const subject = { kind: 'shop', id: kid, name: 'signing key' } as const;
  await recordAudit({ actor, action: 'signing-key-added', subject, details: { reason } }, tx);
  return kid;
}

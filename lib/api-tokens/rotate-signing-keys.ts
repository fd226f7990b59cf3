import { type Db, db } from '#lib/db.ts';
import { SIGNING_KEY_SECONDS } from '#lib/domain/api/tokens.ts';
import { addKey, IS_PUBLISHED, lockKeys, readKeys } from './signing-key-rows.ts';

const { signs, publishedBefore } = SIGNING_KEY_SECONDS;

/**
 * Publishes the next key when the present one has signed for almost 90 days, and deletes those whose last token has ended.
 * A shop without any key gets its first one when a token is asked for.
 * @returns whether a key was added.
 */
export async function rotateSigningKeys(): Promise<boolean> {
  return db().$transaction(async (tx: Db) => {
    await lockKeys(tx);
    await tx.$executeRaw`DELETE FROM signing_keys WHERE NOT ${IS_PUBLISHED}`;
    const [newest] = await readKeys(tx);
    if (!newest || newest.secondsSinceBegin < signs - publishedBefore) return false;
    await addKey(tx, { actor: 'shop', reason: 'due', inSeconds: publishedBefore });
    return true;
  });
}

/**
 * In an emergency, from the terminal: another key signs, and all earlier ones are gone. Web processes notice it within ten
 * seconds, and no access token from before is accepted any more; refresh tokens and personal access tokens still are.
 * @returns the `kid` of the new key.
 */
export async function replaceSigningKeys(): Promise<string> {
  return db().$transaction(async (tx: Db) => {
    await lockKeys(tx);
    await tx.signingKey.deleteMany();
    return addKey(tx, { actor: 'terminal', reason: 'replaced at once' });
  });
}

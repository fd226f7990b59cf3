import { randomBytes } from 'node:crypto';
import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { CHALLENGE_SECONDS, type PasskeyPurpose } from '#lib/domain/second-factors.ts';

/** Whose passkey it is for; null for a sign-in, where the passkey says whose it is. */
type ChallengeFor = { purpose: PasskeyPurpose; userId: string | null };

/** A new challenge for a passkey, 256 bits. */
export async function createChallenge({ purpose, userId }: ChallengeFor): Promise<Uint8Array<ArrayBuffer>> {
  const challenge = new Uint8Array(randomBytes(32));
  await db().$executeRaw`
    INSERT INTO passkey_challenges (challenge, purpose, user_id, expires_at)
    VALUES (${Buffer.from(challenge).toString('base64url')}, ${purpose}, ${userId}::uuid,
      now() + make_interval(secs => ${CHALLENGE_SECONDS}::int))`;
  return challenge;
}

/**
 * Takes the challenge that a passkey has signed, so that it counts once, and returns it.
 * @param clientData as the browser sent it, base64url: anything.
 * @throws {ExpectedError} passkey-refused: unknown, used, expired, for another purpose or for another account
 */
export async function takeChallenge(clientData: string, { purpose, userId }: ChallengeFor): Promise<string> {
  const challenge = signedChallenge(clientData);
  const taken = await db().$executeRaw`
    DELETE FROM passkey_challenges
    WHERE challenge = ${challenge} AND purpose = ${purpose} AND user_id IS NOT DISTINCT FROM ${userId}::uuid
      AND expires_at > now()`;
  if (taken === 0) throw new ExpectedError('passkey-refused');
  return challenge;
}

function signedChallenge(clientData: string): string {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientData, 'base64url').toString()) as { challenge?: unknown };
    // PostgreSQL cannot compare with a NUL.
    return typeof challenge === 'string' ? challenge.replaceAll('\0', '') : '';
  } catch {
    return '';
  }
}

/** Deletes challenges that nobody can use any more. @returns how many */
export async function deleteExpiredChallenges(): Promise<number> {
  const { count } = await db().passkeyChallenge.deleteMany({ where: { expiresAt: { lt: new Date() } } });
  return count;
}

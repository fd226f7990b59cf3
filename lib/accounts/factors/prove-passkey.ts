import {
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server';
import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { PasskeyPurpose } from '#lib/domain/second-factors.ts';
import { logger } from '#lib/logger.ts';
import type { PasskeyProof } from '#lib/schemas/passkeys.ts';
import { countAttempt } from '../attempt-limits.ts';
import { isUsableHere } from '../demo-accounts.ts';
import { createChallenge, takeChallenge } from './passkey-challenges.ts';
import { relyingParty } from './relying-party.ts';

/** Somebody who signs in, whom the passkey names; or an account whose passkey is asked for. */
export type PasskeyQuestion =
  | { purpose: 'sign-in'; userId: null }
  | { purpose: Exclude<PasskeyPurpose, 'sign-in' | 'add'>; userId: string };

/** After the password, that the device is there is enough; alone it has to check its owner, with a PIN or a finger. */
const mustVerifyUser = ({ purpose }: PasskeyQuestion) => purpose !== 'second-factor';

/**
 * What a browser needs to ask for a passkey.
 * @param address key of the IP address, for the limit on questions.
 * @throws {ExpectedError} too-many-attempts, try-later
 */
export async function passkeyQuestion(
  question: PasskeyQuestion,
  address: string,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  await countAttempt({ 'passkey-address': address });
  const { userId } = question;
  const allowed =
    userId === null ? [] : await db().passkey.findMany({ where: { userId }, select: { id: true, transports: true } });
  return generateAuthenticationOptions({
    rpID: relyingParty().id,
    challenge: await createChallenge(question),
    userVerification: mustVerifyUser(question) ? 'required' : 'preferred',
    allowCredentials: allowed,
  });
}

/**
 * Checks what a passkey has signed. It counts once.
 * @returns what a session needs.
 * @throws {ExpectedError} passkey-refused, passkey-unknown, suspended, demo-account
 */
export async function provePasskey(
  question: PasskeyQuestion,
  response: PasskeyProof,
): Promise<{ id: string; sessionVersion: number }> {
  const challenge = await takeChallenge(response.response.clientDataJSON, question);
  const where = question.userId === null ? { id: response.id } : { id: response.id, userId: question.userId };
  const passkey = await db().passkey.findFirst({
    where,
    include: { user: { select: { id: true, sessionVersion: true, suspendedAt: true, isDemo: true } } },
  });
  if (!passkey) throw new ExpectedError('passkey-unknown');
  const { id, publicKey, transports } = passkey;
  const { origin, id: rpID } = relyingParty();
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rpID,
    credential: { id, publicKey: new Uint8Array(publicKey), counter: Number(passkey.counter), transports },
    requireUserVerification: mustVerifyUser(question),
  }).catch((error) => {
    logger().warn({ err: error }, 'a passkey was refused');
    throw new ExpectedError('passkey-refused');
  });
  if (!verified) throw new ExpectedError('passkey-refused');
  const { newCounter, credentialBackedUp } = authenticationInfo;
  // A counter that does not grow is that of a copy. Authenticators that do not count always say 0.
  const used = await db().$executeRaw`
    UPDATE passkeys SET counter = ${newCounter}, is_backed_up = ${credentialBackedUp}, last_used_at = now()
    WHERE id = ${id} AND user_id = ${passkey.userId}::uuid AND (counter < ${newCounter} OR (counter = 0 AND ${newCounter} = 0))`;
  if (used === 0) throw new ExpectedError('passkey-refused');
  const { user } = passkey;
  if (user.suspendedAt) throw new ExpectedError('suspended');
  if (!isUsableHere(user)) throw new ExpectedError('demo-account');
  return user;
}

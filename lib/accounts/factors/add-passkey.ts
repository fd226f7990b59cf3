import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type VerifiedRegistrationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { type Db, db, isUniqueViolation } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { MAX_PASSKEYS } from '#lib/domain/second-factors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { logger } from '#lib/logger.ts';
import type { NewPasskey } from '#lib/schemas/passkeys.ts';
import { countAttempt } from '../attempt-limits.ts';
import { lockAccount } from './lock-account.ts';
import { createChallenge, takeChallenge } from './passkey-challenges.ts';
import { storeFirstRecoveryCodes } from './recovery-codes.ts';
import { relyingParty } from './relying-party.ts';
import { reportFactor } from './report-factor.ts';

/** EdDSA, ES256 and RS256 (COSE): what authenticators have, and nothing that is experimental in Node. */
const ALGORITHMS = [-8, -7, -257];

/**
 * What a browser needs to create a passkey.
 * @param address key of the IP address, for the limit on questions.
 * @throws {ExpectedError} too-many-passkeys, too-many-attempts, try-later
 */
export async function newPasskeyQuestion(
  viewer: Viewer,
  address: string,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  await countAttempt({ 'passkey-address': address });
  const passkeys = await db().passkey.findMany({
    where: { userId: viewer.id },
    select: { id: true, transports: true },
  });
  if (passkeys.length >= MAX_PASSKEYS) throw new ExpectedError('too-many-passkeys');
  const { id, name } = relyingParty();
  return generateRegistrationOptions({
    rpID: id,
    rpName: name,
    userID: new Uint8Array(Buffer.from(viewer.id.replaceAll('-', ''), 'hex')),
    userName: viewer.username,
    userDisplayName: viewer.displayName,
    challenge: await createChallenge({ purpose: 'add', userId: viewer.id }),
    attestationType: 'none',
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: passkeys,
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  });
}

/**
 * Adds a passkey to the viewer's account.
 * @returns recovery codes, to be shown once; null if the account has some.
 * @throws {ExpectedError} passkey-refused, passkey-exists, too-many-passkeys, signed-out
 */
export async function addPasskey(viewer: Viewer, name: string, response: NewPasskey): Promise<string[] | null> {
  const challenge = await takeChallenge(response.response.clientDataJSON, { purpose: 'add', userId: viewer.id });
  const { credential, credentialBackedUp } = await verifyNew(response, challenge);
  const data = {
    ...{ id: credential.id, userId: viewer.id, name, isBackedUp: credentialBackedUp },
    publicKey: new Uint8Array(credential.publicKey),
    counter: BigInt(credential.counter),
    transports: response.response.transports,
  };
  try {
    return await db().$transaction(async (tx: Db) => {
      await lockAccount(tx, viewer.id);
      if ((await tx.passkey.count({ where: { userId: viewer.id } })) >= MAX_PASSKEYS)
        throw new ExpectedError('too-many-passkeys');
      await tx.passkey.create({ data });
      await reportFactor(tx, viewer, 'factor-added', { factor: 'passkey', name });
      return storeFirstRecoveryCodes(tx, viewer.id);
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw new ExpectedError('passkey-exists');
    throw error;
  }
}

type Registration = Extract<VerifiedRegistrationResponse, { verified: true }>['registrationInfo'];

async function verifyNew(response: NewPasskey, challenge: string): Promise<Registration> {
  const { origin, id } = relyingParty();
  const { registrationInfo } = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    supportedAlgorithmIDs: ALGORITHMS,
    // A security key without a PIN is a good second factor; alone it opens nothing.
    requireUserVerification: false,
  }).catch((error) => {
    logger().warn({ err: error }, 'a new passkey was refused');
    throw new ExpectedError('passkey-refused');
  });
  if (!registrationInfo) throw new ExpectedError('passkey-refused');
  return registrationInfo;
}

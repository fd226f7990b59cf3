import { authenticate } from '#lib/accounts/authenticate.ts';
import { createSession } from '#lib/accounts/create-session.ts';
import { findAskedFactors } from '#lib/accounts/factors/find-asked-factors.ts';
import { takeCode } from '#lib/accounts/factors/take-code.ts';
import { db } from '#lib/db.ts';
import type { Scope } from '#lib/domain/api/scopes.ts';
import { isWithin, usableScopes } from '#lib/domain/api/tokens.ts';
import type { AskedFactors } from '#lib/domain/second-factors.ts';
import { env } from '#lib/env.ts';
import { OAuthError } from './oauth-error.ts';
import { clientOf, programDevice } from './program-device.ts';
import { signingKeys } from './signing-keys.ts';
import { createRefreshToken, type TokenResponse, tokenResponse } from './token-response.ts';

export type PasswordGrant = {
  /** Username or email. */
  name: string;
  password: string;
  /** A code of the account's authenticator app, or a recovery code. */
  otp: string | undefined;
  scopes: readonly Scope[];
  /** The program, as it calls itself. */
  client: string;
};

/** Where a request comes from: keys of its address and network, as for every sign-in, and its country. */
export type GrantOrigin = { address: string; network: string | null; country: string | null };

/**
 * Signs a program in with a name and a password, and the second factor of an account that has one.
 * @throws {ExpectedError} as signing in does
 * @throws {OAuthError} mfa_required, invalid_scope
 */
export async function grantByPassword(given: PasswordGrant, from: GrantOrigin): Promise<TokenResponse> {
  const { name, password, otp, scopes, client } = given;
  const account = await authenticate({ name, password }, from.address, from.network);
  // Null also if the account has changed meanwhile: then there will be no session.
  const factors = await findAskedFactors(account);
  await requireUsable(account.id, scopes, factors !== null);
  // Made before somebody's code counts as used, if it is the first.
  await signingKeys();
  if (factors) await takeFactor(account.id, otp, factors, from.address);
  const device = programDevice(client);
  const origin = { device, country: from.country };
  const session = await createSession(account, origin, { isFactorProven: factors !== null, scopes });
  return tokenResponse({ ...session, scopes, client: clientOf(device) }, await createRefreshToken(session.sessionId));
}

async function requireUsable(userId: string, scopes: readonly Scope[], hasSecondFactor: boolean): Promise<void> {
  const { role } = await db().user.findFirstOrThrow({ where: { id: userId }, select: { role: true } });
  if (isWithin(scopes, usableScopes({ role, hasSecondFactor }))) return;
  throw new OAuthError('invalid_scope', 'Some of these scopes are for admins, who need a second factor.');
}

async function takeFactor(userId: string, otp: string | undefined, factors: AskedFactors, address: string) {
  if (otp !== undefined) return takeCode(userId, otp, address);
  const description = factors.hasApp
    ? 'This account has a second factor. Send a code of its authenticator app, or a recovery code, as “otp”.'
    : `The second factor of this account is a passkey, which programs cannot use. Make a personal access token at ${env().NEXTAUTH_URL}/dashboard/settings/tokens instead.`;
  throw new OAuthError('mfa_required', description);
}

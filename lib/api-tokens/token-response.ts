import { db } from '#lib/db.ts';
import { newToken, tokenHash } from '#lib/tokens/token-hash.ts';
import { type AccessTokenGrant, signAccessToken } from './access-token.ts';

/** RFC 6749, 5.1. */
export type TokenResponse = {
  access_token: string;
  token_type: 'Bearer';
  /** Seconds. */
  expires_in: number;
  refresh_token: string;
  scope: string;
};

/** A new refresh token of a grant; only its hash is stored. @param client the transaction that uses the one before up. */
export async function createRefreshToken(
  sessionId: string,
  client: Pick<ReturnType<typeof db>, '$executeRaw'> = db(),
): Promise<string> {
  const token = newToken();
  await client.$executeRaw`
    INSERT INTO refresh_tokens (hash, session_id) VALUES (${tokenHash(token)}, ${sessionId}::uuid)`;
  return token;
}

/** Both tokens of a grant. */
export async function tokenResponse(grant: AccessTokenGrant, refreshToken: string): Promise<TokenResponse> {
  const { token, seconds } = await signAccessToken(grant);
  return {
    access_token: token,
    token_type: 'Bearer',
    expires_in: seconds,
    refresh_token: refreshToken,
    scope: grant.scopes.join(' '),
  };
}

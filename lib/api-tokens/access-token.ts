import { randomUUID } from 'node:crypto';
import { errors, type JWTHeaderParameters, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { parseScopes, type Scope } from '#lib/domain/api/scopes.ts';
import { ACCESS_TOKEN_SECONDS } from '#lib/domain/api/tokens.ts';
import type { SessionRef } from '#lib/domain/session.ts';
import { env } from '#lib/env.ts';
import { ALGORITHM } from './signing-key-rows.ts';
import { signingKeys, verifyingKey } from './signing-keys.ts';

/** RFC 9068: no other JWT of the shop, such as an ID token, is mistaken for it. */
const TYPE = 'at+jwt';
/** Between the clocks of several web processes, seconds. */
const CLOCK_TOLERANCE = 5;
/** Characters. Ours have some 700. */
const MAX_LENGTH = 4_096;

/** What a process remembers, so that it checks the signature of each token once: a program sends the same one for minutes. */
const MAX_REMEMBERED = 1_000;

type Verified = SessionRef & { scopes: Scope[] };
type Remembered = { verified: Verified; kid: string /** Milliseconds since 1970. */; endsAt: number };

const remembered = new Map<string, Remembered>();

/** Whom access tokens are for: the API of this shop. */
export const tokenAudience = (): string => `${env().NEXTAUTH_URL}/api/v1`;

export type AccessTokenGrant = SessionRef & {
  scopes: readonly Scope[];
  /** The program, as it calls itself. */
  client: string;
  /** When the grant ends. */
  expiresAt: Date;
};

/** @returns a signed token, and how long it lasts, seconds. */
export async function signAccessToken({ userId, sessionId, scopes, client, expiresAt }: AccessTokenGrant) {
  const { kid, key } = (await signingKeys()).signing;
  const now = Math.floor(Date.now() / 1_000);
  const seconds = Math.min(ACCESS_TOKEN_SECONDS, Math.floor(expiresAt.getTime() / 1_000) - now);
  const token = await new SignJWT({ sid: sessionId, scope: scopes.join(' '), client_id: client })
    .setProtectedHeader({ alg: ALGORITHM, kid, typ: TYPE })
    .setIssuer(env().NEXTAUTH_URL)
    .setAudience(tokenAudience())
    .setSubject(userId)
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(now + seconds)
    .setJti(randomUUID())
    .sign(key);
  return { token, seconds };
}

const payloadSchema = z.object({
  sub: z.uuid(),
  sid: z.uuid(),
  scope: z.string().transform(parseScopes).pipe(z.array(z.custom<Scope>())),
});

/**
 * What an access token says, if the shop has signed it and it has not ended. Whether its session has is another question.
 * @returns null for anything else.
 */
export async function verifyAccessToken(token: string): Promise<Verified | null> {
  if (token.length > MAX_LENGTH) return null;
  const known = remembered.get(token);
  // The key may have been removed since.
  if (known && Date.now() < known.endsAt && (await verifyingKey(known.kid))) return known.verified;
  remembered.delete(token);
  try {
    const { payload, protectedHeader } = await jwtVerify(token, keyOf, {
      algorithms: [ALGORITHM],
      typ: TYPE,
      issuer: env().NEXTAUTH_URL,
      audience: tokenAudience(),
      requiredClaims: ['exp', 'nbf', 'iat', 'jti'],
      clockTolerance: CLOCK_TOLERANCE,
    });
    const { sub, sid, scope } = payloadSchema.parse(payload);
    const verified = { userId: sub, sessionId: sid, scopes: scope };
    remember(token, { verified, kid: protectedHeader.kid ?? '', endsAt: 1_000 * (payload.exp ?? 0) });
    return verified;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof z.ZodError) return null;
    throw error;
  }
}

function remember(token: string, entry: Remembered): void {
  const [oldest] = remembered.keys();
  if (remembered.size >= MAX_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  remembered.set(token, entry);
}

/** Whatever else the header says about keys counts for nothing. */
async function keyOf({ kid }: JWTHeaderParameters) {
  const key = typeof kid === 'string' ? await verifyingKey(kid) : undefined;
  if (!key) throw new errors.JWKSNoMatchingKey();
  return key;
}

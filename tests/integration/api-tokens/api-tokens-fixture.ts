import { randomUUID } from 'node:crypto';
import { TOTP } from 'otpauth';
import { hashPassword } from '#lib/accounts/password.ts';
import type { TokenResponse } from '#lib/api-tokens/token-response.ts';
import { db, type Prisma } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { sealSecret } from '#lib/sealed-secret.ts';
import { POST as revokeRoute } from '../../../app/api/v1/revoke/route.ts';
import { POST as tokenRoute } from '../../../app/api/v1/token/route.ts';
import { makeUser } from '../../support/database/factories.ts';

export const PASSWORD = 'correct horse battery';

let passwordHash: string | undefined;

/** An account that signs in with PASSWORD. */
export async function makeMember(changes: Partial<Prisma.UserUncheckedCreateInput> = {}): Promise<Viewer> {
  passwordHash ??= await hashPassword(PASSWORD);
  return makeUser({ passwordHash, ...changes });
}

/** Gives an account an authenticator app. @returns its present code, which counts once. */
export async function addApp(userId: string): Promise<string> {
  const totp = new TOTP();
  const secret = sealSecret('authenticator app', userId, new Uint8Array(totp.secret.bytes));
  await db().authenticatorApp.upsert({
    where: { userId },
    create: { userId, secret, confirmedAt: new Date() },
    update: { secret },
  });
  return totp.generate();
}

type Fields = Record<string, string> | string;

export type OAuthReply = { status: number; headers: Headers; body: TokenResponse & Record<string, unknown> };

async function send(route: (request: Request) => Promise<Response>, fields: Fields, headers: Record<string, string>) {
  const response = await route(
    new Request('http://localhost:3000/api/v1/token', {
      method: 'POST',
      headers: { 'user-agent': 'curl/8.14.1', 'x-forwarded-for': '198.51.100.7', ...headers },
      body: typeof fields === 'string' ? fields : new URLSearchParams(fields),
    }),
  );
  const text = await response.text();
  const body: OAuthReply['body'] = text ? JSON.parse(text) : {};
  return { status: response.status, headers: response.headers, body } satisfies OAuthReply;
}

/** A request for a token, with `fields` as its parameters, or a body as it is. */
export const requestToken = (fields: Fields, headers: Record<string, string> = {}) => send(tokenRoute, fields, headers);
export const requestRevocation = (fields: Fields) => send(revokeRoute, fields, {});

/** Signs a program in. */
export async function signIn(name: string, more: Record<string, string> = {}): Promise<OAuthReply> {
  return requestToken({ grant_type: 'password', username: name, password: PASSWORD, ...more });
}

export const refresh = (token: string, more: Record<string, string> = {}) =>
  requestToken({ grant_type: 'refresh_token', refresh_token: token, ...more });

/** The content of a JWT, without a look at its signature. */
export const payloadOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

/** A personal access token in the database, as its owner would have made it. */
export async function storePersonalToken(
  userId: string,
  hash: Uint8Array<ArrayBuffer>,
  changes: Partial<Prisma.PersonalTokenUncheckedCreateInput> = {},
): Promise<string> {
  const expiresAt = new Date(Date.now() + 24 * 60 * 60 * 1_000);
  const data = { userId, hash, name: `token ${randomUUID()}`, scopes: ['posts:read'], ending: 'abcd', expiresAt };
  return (await db().personalToken.create({ data: { ...data, ...changes } })).id;
}

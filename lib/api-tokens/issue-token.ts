import type { z } from 'zod';
import { DEFAULT_SCOPES, parseScopes, type Scope } from '#lib/domain/api/scopes.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { signInSchema } from '#lib/schemas/accounts.ts';
import { codeSchema } from '#lib/schemas/passkeys.ts';
import { programNameSchema } from '#lib/schemas/program-name.ts';
import { type GrantOrigin, grantByPassword } from './grant-by-password.ts';
import { grantByRefreshToken } from './grant-by-refresh-token.ts';
import { OAuthError } from './oauth-error.ts';
import type { OAuthForm } from './oauth-form.ts';
import type { TokenResponse } from './token-response.ts';

/**
 * Answers a request for a token (RFC 6749, 4.3 and 6).
 * @param userAgent the header, whose first word names a program that gives no `client_id`.
 * @throws {OAuthError} whatever is wrong with the request, the grant or the account
 */
export async function issueToken(form: OAuthForm, from: GrantOrigin, userAgent: string | null): Promise<TokenResponse> {
  const grantType = required(form, 'grant_type');
  if (grantType !== 'password' && grantType !== 'refresh_token')
    throw new OAuthError('unsupported_grant_type', 'There are “password” and “refresh_token”.');
  const scopes = scopesOf(form);
  try {
    return grantType === 'password'
      ? await grantByPassword(passwordGrant(form, scopes, userAgent), from)
      : await grantByRefreshToken(required(form, 'refresh_token'), scopes);
  } catch (error) {
    throw error instanceof ExpectedError ? OAuthError.of(error) : error;
  }
}

function passwordGrant(form: OAuthForm, scopes: readonly Scope[] | null, userAgent: string | null) {
  const typed = { name: required(form, 'username'), password: required(form, 'password') };
  const otp = form.get('otp');
  return {
    ...parsed(signInSchema, typed),
    otp: otp === undefined ? undefined : parsed(codeSchema, { code: otp }).code,
    scopes: scopes ?? DEFAULT_SCOPES,
    client: parsed(programNameSchema, form.get('client_id') ?? firstWord(userAgent)),
  };
}

/** `curl` of `curl/8.14.1`. */
const firstWord = (userAgent: string | null): string => /^[\w.-]{1,40}/.exec(userAgent ?? '')?.[0] ?? '';

function scopesOf(form: OAuthForm): Scope[] | null {
  const text = form.get('scope');
  if (text === undefined) return null;
  const scopes = parseScopes(text);
  if (!scopes || scopes.length === 0) throw new OAuthError('invalid_scope', 'One of the scopes is unknown here.');
  return scopes;
}

function required(form: OAuthForm, name: string): string {
  const value = form.get(name);
  if (value === undefined) throw new OAuthError('invalid_request', `The parameter “${name}” is missing.`);
  return value;
}

function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new OAuthError('invalid_request', result.error.issues[0]?.message ?? 'A parameter is not valid.');
}

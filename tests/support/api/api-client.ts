import { expect } from 'vitest';
import { newPersonalToken, personalTokenHash } from '#lib/api-tokens/personal-token.ts';
import { SCOPE_NAMES, type Scope } from '#lib/domain/api/scopes.ts';
import type { Account } from '../shop/shop-data.ts';
import type { Shop } from '../shop/start-shop.ts';
import { undescribed } from './described-responses.ts';

/** Gives an account a personal access token. */
export async function addToken(
  shop: Shop,
  { id }: Pick<Account, 'id'>,
  scopes: readonly Scope[] = SCOPE_NAMES.filter((scope) => scope !== 'admin:read'),
): Promise<string> {
  const token = newPersonalToken();
  await shop.database.query(
    `INSERT INTO personal_tokens (user_id, name, hash, scopes, ending, expires_at)
     VALUES ($1, 'For a test', $2, $3, $4, now() + interval '1 day')`,
    [id, personalTokenHash(token), scopes, token.slice(-4)],
  );
  return token;
}

type ApiResponse = {
  status: number;
  headers: Headers;
  /** Parsed JSON; null for an empty body. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look at what they expect
  body: any;
};

export type ApiClient = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<ApiResponse>;

/**
 * Sends requests to the API, and expects that each response is as the description says.
 * @param token null for a program without one. A path is below /api/v1; a Buffer is sent as it is.
 */
export function apiClient(shop: Pick<Shop, 'url'>, token: string | null): ApiClient {
  return async (method, path, body, headers = {}) => {
    const isFile = Buffer.isBuffer(body);
    const url = `/api/v1${path}`;
    const response = await fetch(shop.url + url, {
      method,
      headers: {
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': isFile ? 'image/png' : 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isFile ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    const text = await response.text();
    expect(undescribed(method, url, { status: response.status, headers: response.headers, text })).toBeNull();
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
  };
}

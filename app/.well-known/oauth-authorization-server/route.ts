import { connection } from 'next/server';
import { SCOPE_NAMES } from '#lib/domain/api/scopes.ts';
import { env } from '#lib/env.ts';

/** Where programs get tokens (RFC 8414). */
export async function GET(): Promise<Response> {
  await connection();
  const { NEXTAUTH_URL: issuer } = env();
  const metadata = {
    issuer,
    token_endpoint: `${issuer}/api/v1/token`,
    revocation_endpoint: `${issuer}/api/v1/revoke`,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    scopes_supported: SCOPE_NAMES,
    response_types_supported: [],
    grant_types_supported: ['password', 'refresh_token'],
    token_endpoint_auth_methods_supported: ['none'],
    revocation_endpoint_auth_methods_supported: ['none'],
  };
  return Response.json(metadata, {
    headers: { 'cache-control': 'public, max-age=3600', 'access-control-allow-origin': '*' },
  });
}

import { connection } from 'next/server';
import { signingKeys } from '#lib/api-tokens/signing-keys.ts';

/** The public keys of access tokens (RFC 7517), for other services. The next one is in it for two days before it signs. */
export async function GET(): Promise<Response> {
  await connection();
  const { published } = await signingKeys();
  return Response.json(
    { keys: published },
    {
      headers: {
        'content-type': 'application/jwk-set+json',
        'cache-control': 'public, max-age=300',
        'access-control-allow-origin': '*',
      },
    },
  );
}

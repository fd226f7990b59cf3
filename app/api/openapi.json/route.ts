import { openApiDocument } from '#lib/api/openapi.ts';
import { env } from '#lib/env.ts';

let described: string | undefined;

/** The description of the API, for programs that read it. Pages of other sites may read it too. */
export function GET(): Response {
  described ??= JSON.stringify(openApiDocument(env().NEXTAUTH_URL));
  return new Response(described, {
    headers: {
      'content-type': 'application/json',
      'cache-control': 'public, max-age=300',
      'access-control-allow-origin': '*',
    },
  });
}

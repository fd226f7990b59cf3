import { openApiDocument } from '#lib/api/openapi.ts';
import { env } from '#lib/env.ts';
import { knownShop } from '#lib/settings/known-shop.ts';

/** As it was written last, for the shop's name at that time. */
let described: { name: string; text: string } | undefined;

/** The description of the API, for programs that read it. Pages of other sites may read it too. */
export function GET(): Response {
  const { name } = knownShop();
  if (described?.name !== name)
    described = { name, text: JSON.stringify(openApiDocument({ name, origin: env().NEXTAUTH_URL })) };
  return new Response(described.text, {
    headers: {
      'content-type': 'application/json',
      'cache-control': 'public, max-age=300',
      'access-control-allow-origin': '*',
    },
  });
}

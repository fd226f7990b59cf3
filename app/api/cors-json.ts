/** JSON that pages of other sites may read too. Rates change once a day, so a minute in a cache does no harm. */
export function corsJson(body: unknown): Response {
  return Response.json(body, { headers: { ...CORS_HEADERS, 'cache-control': 'public, max-age=60' } });
}

/** The same for an error. Only a 400 is cached: the other ones depend on the shop's state, which may change soon. */
export function corsError(status: 400 | 404 | 503, error: string): Response {
  const cacheControl = status === 400 ? 'public, max-age=60' : 'no-store';
  return Response.json({ error }, { status, headers: { ...CORS_HEADERS, 'cache-control': cacheControl } });
}

const CORS_HEADERS = { 'access-control-allow-origin': '*' };

/** The response before the first rates are known. */
export const noRatesError = () => corsError(503, 'No exchange rates are known yet; please try again in a minute.');

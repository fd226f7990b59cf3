/** JSON for everybody, pages of other sites included. Rates change once a day; a minute in a cache harms nobody. */
export function openAnswer(body: unknown): Response {
  return Response.json(body, { headers: { ...OPEN, 'cache-control': 'public, max-age=60' } });
}

/** The same for what went wrong, in one sentence. What our own state is the reason for is asked again at once. */
export function openProblem(status: 400 | 404 | 503, error: string): Response {
  const cacheControl = status === 400 ? 'public, max-age=60' : 'no-store';
  return Response.json({ error }, { status, headers: { ...OPEN, 'cache-control': cacheControl } });
}

const OPEN = { 'access-control-allow-origin': '*' };

/** For the time before the first rates have come. */
export const noRates = () => openProblem(503, 'No exchange rates are known yet; please ask again in a minute.');

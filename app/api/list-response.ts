/** A list of works as JSON. For a cached page, server/set-shared-cache-headers.ts lets shared caches keep it. */
export const listResponse = (body: unknown): Response =>
  Response.json(body, { headers: { 'cache-control': 'private, no-cache' } });

/** An error as JSON, with one sentence. */
export const errorResponse = (status: 400 | 404, error: string): Response => Response.json({ error }, { status });

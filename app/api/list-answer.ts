/** JSON of works. As a kept copy it is shared by server/shared-cache-headers.ts. */
export const listAnswer = (body: unknown): Response =>
  Response.json(body, { headers: { 'cache-control': 'private, no-cache' } });

/** What is wrong with a question, in one sentence. */
export const problem = (status: 400 | 404, error: string): Response => Response.json({ error }, { status });

import type { z } from 'zod';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { bodyErrorResponse, readText } from '#lib/http/read-text.ts';
import { isSameOrigin } from '#lib/http/same-origin.ts';
import { noteRefusal } from '#lib/request-context.ts';

/** JSON that is about one visitor. */
export const privateJson = (body: unknown, status = 200): Response =>
  Response.json(body, { status, headers: { 'cache-control': 'private, no-store' } });

const MAX_BYTES = 32 * 1024;

/**
 * Answers a button of a page: reads JSON by `schema` and runs the command.
 * @returns 200, or the status of what the visitor can do something about, with a sentence in `error`
 */
export async function answerButton<Schema extends z.ZodType>(
  request: Request,
  viewer: Viewer | null,
  schema: Schema,
  run: (viewer: Viewer, input: z.output<Schema>) => Promise<unknown>,
): Promise<Response> {
  const refuse = (error: ExpectedError, status: number) => {
    noteRefusal(error.code);
    return privateJson({ error: error.message }, status);
  };
  if (!isSameOrigin(request)) return privateJson({ error: 'This request belongs to another site.' }, 403);
  if (!viewer) return refuse(new ExpectedError('signed-out'), 401);
  const body = await readText(request, MAX_BYTES);
  if (typeof body === 'number') return bodyErrorResponse(body);
  const input = schema.safeParse(parseJson(body));
  if (!input.success) return refuse(new ExpectedError('not-found'), 400);
  try {
    await run(viewer, input.data);
    return privateJson({});
  } catch (error) {
    if (error instanceof ExpectedError) return refuse(error, 422);
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

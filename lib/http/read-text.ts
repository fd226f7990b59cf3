import { type BodyErrorStatus, readBytes } from './read-bytes.ts';

/** The body as text, exactly as sent; 413 once it exceeds `maxBytes`, 408 if it is not complete within ten seconds. */
export async function readText(
  request: Request,
  maxBytes: number,
  timeoutMs?: number,
): Promise<string | BodyErrorStatus> {
  const bytes = await readBytes(request, maxBytes, timeoutMs);
  return typeof bytes === 'number' ? bytes : bytes.toString('utf8');
}

export const bodyErrorResponse = (status: BodyErrorStatus): Response =>
  new Response(status === 413 ? 'The body is too large.' : 'The body took too long.', { status });

import { createHash, timingSafeEqual } from 'node:crypto';
import { revalidateTag } from 'next/cache';
import { z } from 'zod';
import { BODY_LIMITS } from '#lib/domain/body-limits.ts';
import { env } from '#lib/env.ts';
import { bodyErrorResponse, readText } from '#lib/http/read-text.ts';

const MAX_BYTES = BODY_LIMITS['/api/internal/refresh'];

const bodySchema = z.object({ tags: z.array(z.string().min(1).max(256)).max(20 * 64) });

/** Refreshes the cached pages with these tags. For our own processes, which send INTERNAL_SECRET. */
export async function POST(request: Request): Promise<Response> {
  if (!isAuthorized(request.headers.get('authorization') ?? '')) return new Response(null, { status: 401 });
  const text = await readText(request, MAX_BYTES);
  if (typeof text === 'number') return bodyErrorResponse(text);
  const body = bodySchema.safeParse(parseJson(text));
  if (!body.success) return new Response('Expected {"tags": [...]}.', { status: 400 });
  for (const tag of body.data.tags) revalidateTag(tag, { expire: 0 });
  return new Response(null, { status: 204 });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isAuthorized(header: string): boolean {
  // timingSafeEqual needs buffers of equal length, which hashes are.
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(header), digest(`Bearer ${env().INTERNAL_SECRET}`));
}

import { createHash, timingSafeEqual } from 'node:crypto';
import { BODY_LIMITS } from '#lib/domain/body-limits.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { env } from '#lib/env.ts';
import { readBytes } from '#lib/http/read-bytes.ts';
import { bodyErrorResponse } from '#lib/http/read-text.ts';
import { logger } from '#lib/logger.ts';
import { receiveReply } from '#lib/questions/receive-reply.ts';

const MAX_BYTES = BODY_LIMITS['/api/mail/replies'];

/**
 * Takes one mail to reply+…@ as it arrived, from the host's mail server: docs/questions.md. 200 for everything that would not
 * become better if it was sent again, with a word that says what became of it.
 */
export async function POST(request: Request): Promise<Response> {
  const { INBOUND_MAIL_SECRET: secret } = env();
  if (!secret) return new Response(null, { status: 404 });
  if (!isAuthorized(request.headers.get('authorization') ?? '', secret)) return new Response(null, { status: 401 });
  const raw = await readBytes(request, MAX_BYTES);
  if (typeof raw === 'number') return bodyErrorResponse(raw);
  try {
    const outcome = await receiveReply(raw);
    if (outcome !== 'stored') logger().info({ outcome, bytes: raw.length }, 'a reply by mail was not passed on');
    return new Response(`${outcome}\n`, {
      headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
    });
  } catch (error) {
    if (error instanceof ExpectedError) return new Response(`${error.message}\n`, { status: 503 });
    throw error;
  }
}

function isAuthorized(header: string, secret: string): boolean {
  // timingSafeEqual needs buffers of equal length, which hashes are.
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(header), digest(`Bearer ${secret}`));
}

import { requestAddress } from '#lib/auth/request-address.ts';
import { isSameOrigin } from '#lib/http/same-origin.ts';
import { logger } from '#lib/logger.ts';
import { countVisitor } from '#lib/posts/count-visitor.ts';
import { cachedPost } from '../../../_cache/public-pages.ts';

const ROBOT = /bot|crawl|spider|slurp|preview|headlesschrome-lighthouse/i;

/** Counts a look at a work. Nobody waits for the answer, so a failure is only logged. */
export async function POST(request: Request, { params }: { params: Promise<{ slug: string }> }): Promise<Response> {
  const agent = request.headers.get('user-agent') ?? '';
  if (isSameOrigin(request) && agent !== '' && !ROBOT.test(agent)) {
    const { slug } = await params;
    // From the cache: a made-up address must not make a key in Redis.
    if (await cachedPost(slug))
      await countVisitor(slug, { address: requestAddress(request.headers).key, agent }).catch((error) =>
        logger().warn({ err: error }, 'a visitor could not be counted'),
      );
  }
  return new Response(null, { status: 204 });
}

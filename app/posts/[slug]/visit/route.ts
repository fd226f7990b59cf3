import { requestAddress } from '#lib/auth/request-address.ts';
import { isSameOrigin } from '#lib/http/same-origin.ts';
import { logger } from '#lib/logger.ts';
import { countVisit } from '#lib/visits/count-visit.ts';
import { isBot } from '#lib/visits/is-bot.ts';

/** Counts a visit to a work. Browsers ignore the response, so a failure is only logged. */
export async function POST(request: Request, { params }: { params: Promise<{ slug: string }> }): Promise<Response> {
  const { headers } = request;
  if (isSameOrigin(request) && !isBot(headers)) {
    const { slug } = await params;
    const { key: address, isLocal } = requestAddress(headers);
    await countVisit(slug, { address, isLocal, agent: headers.get('user-agent') ?? '' }).catch((error) =>
      logger().warn({ err: error }, 'a visitor could not be counted'),
    );
  }
  return new Response(null, { status: 204 });
}

import { BODY_LIMITS } from '#lib/domain/body-limits.ts';
import { bodyErrorResponse, readText } from '#lib/http/read-text.ts';
import { logger } from '#lib/logger.ts';
import { ACCEPTED_EVENTS, enqueueEvent } from '#lib/payments/event-stream.ts';
import { verifyWebhook } from '#lib/payments/verify-webhook.ts';

const MAX_BYTES = BODY_LIMITS['/api/webhooks/stripe'];

/** Stripe's webhook: verifies an event and enqueues it. The worker processes it. */
export async function POST(request: Request): Promise<Response> {
  const signature = request.headers.get('stripe-signature');
  // Before a megabyte of it is read.
  if (!signature) return unsigned();
  const body = await readText(request, MAX_BYTES);
  if (typeof body === 'number') return bodyErrorResponse(body);
  const event = verifyWebhook(body, signature);
  if (!event) return unsigned();
  if (!ACCEPTED_EVENTS.has(event.type)) return Response.json({ received: true, ignored: true });
  try {
    await enqueueEvent(event, body);
  } catch (error) {
    logger().error({ err: error, event: event.id }, 'an event could not be enqueued');
    return new Response('Please deliver this event again later.', { status: 503, headers: { 'retry-after': '10' } });
  }
  return Response.json({ received: true });
}

const unsigned = () => new Response('The signature is missing, wrong or too old.', { status: 400 });

import { db } from '#lib/db.ts';

/**
 * Notes an event that could not be applied, so that it is known, listed and can be replayed, whatever becomes of
 * Redis. A later delivery is tried again: see lib/orders/settle-event.ts.
 * @param body as Stripe sent it; kept when it is JSON.
 */
export async function recordFailedEvent(
  event: { id: string; type: string; body: string },
  reason: string,
): Promise<void> {
  await db().$executeRaw`
    INSERT INTO stripe_events (id, type, created_at, outcome, detail, payload)
    VALUES (${event.id}, ${event.type}, now(), 'failed', ${reason}, ${asJson(event.body)}::jsonb)
    ON CONFLICT (id) DO UPDATE SET detail = EXCLUDED.detail WHERE stripe_events.outcome = 'failed'`;
}

/** NUL cannot be kept in jsonb, and what is no JSON not at all. */
function asJson(body: string): string | null {
  try {
    return JSON.stringify(JSON.parse(body)).replaceAll('\\u0000', '');
  } catch {
    return null;
  }
}

import { db } from '#lib/db.ts';
import { storableJson } from '#lib/schemas/stripe-events.ts';

/**
 * Records an event that could not be processed, so that it is listed and can be replayed even if Redis loses it. A
 * later delivery is processed again: see lib/orders/settlement/process-event.ts.
 * @param event from Stripe, or from an entry that is signed: a replay applies it.
 * @param event.body as Stripe sent it; stored as a string if it is not valid JSON.
 */
export async function recordFailedEvent(
  event: { id: string; type: string; body: string },
  reason: string,
): Promise<void> {
  const detail = reason.replaceAll('\0', '');
  const write = (payload: string) => db().$executeRaw`
    INSERT INTO stripe_events (id, type, created_at, outcome, detail, payload, verified)
    VALUES (${event.id}, ${event.type}, now(), 'failed', ${detail}, ${payload}::jsonb, true)
    ON CONFLICT (id) DO UPDATE SET detail = EXCLUDED.detail, payload = EXCLUDED.payload, verified = true
      WHERE stripe_events.outcome = 'failed'`;
  const asString = storableJson(JSON.stringify(event.body));
  // PostgreSQL rejects some JSON that JavaScript accepts, such as very deep nesting or very large numbers.
  await write(isJson(event.body) ? storableJson(event.body) : asString).catch(() => write(asString));
}

function isJson(body: string): boolean {
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}

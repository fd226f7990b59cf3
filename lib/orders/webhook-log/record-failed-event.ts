import { db } from '#lib/db.ts';
import { storableJson } from '#lib/schemas/stripe-events.ts';

/**
 * Notes an event that could not be applied, so that it is known, listed and can be replayed, whatever becomes of
 * Redis. A later delivery is tried again: see lib/orders/settlement/process-event.ts.
 * @param body as Stripe sent it; kept as a text where it is not JSON.
 */
export async function recordFailedEvent(
  event: { id: string; type: string; body: string },
  reason: string,
): Promise<void> {
  const detail = reason.replaceAll('\0', '');
  const write = (payload: string) => db().$executeRaw`
    INSERT INTO stripe_events (id, type, created_at, outcome, detail, payload)
    VALUES (${event.id}, ${event.type}, now(), 'failed', ${detail}, ${payload}::jsonb)
    ON CONFLICT (id) DO UPDATE SET detail = EXCLUDED.detail WHERE stripe_events.outcome = 'failed'`;
  const text = storableJson(JSON.stringify(event.body));
  // PostgreSQL refuses some JSON that JavaScript reads, such as very deep or very large values. As a text it keeps all.
  await write(isJson(event.body) ? storableJson(event.body) : text).catch(() => write(text));
}

function isJson(body: string): boolean {
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}

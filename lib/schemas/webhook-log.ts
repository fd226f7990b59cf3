import { z } from 'zod';
import { text } from './text.ts';

/** A cursor in a URL: when the last event of the page before was received (milliseconds), and its id. */
export const eventCursorSchema = z
  .string()
  .regex(/^\d{1,14}_\S{1,255}$/)
  .transform((value) => {
    const at = value.indexOf('_');
    return { receivedAt: new Date(Number(value.slice(0, at))), id: value.slice(at + 1) };
  });

export type EventCursor = z.output<typeof eventCursorSchema>;

/** Stripe's id of an event, or the id of a dead letter without one. */
export const eventIdSchema = z.string().regex(/^[\w-]{1,255}$/);

/** The forms of the webhook log. */
export const replayEventSchema = z.object({ eventId: eventIdSchema });

/** Shown beside a discarded event; '' for none. */
export const discardReasonSchema = text(500, 'Keep the reason to 500 characters.');

import { z } from 'zod';

/** A cursor in an address: when the last event seen came, in milliseconds, and its id. */
export const eventCursorSchema = z
  .string()
  .regex(/^\d{1,14}_\S{1,255}$/)
  .transform((value) => {
    const at = value.indexOf('_');
    return { receivedAt: new Date(Number(value.slice(0, at))), id: value.slice(at + 1) };
  });

export type EventCursor = z.output<typeof eventCursorSchema>;

/** Stripe's id of an event, or that of a dead letter which names none. */
export const eventIdSchema = z.string().regex(/^[\w-]{1,255}$/);

/** The event desk's forms. `why` stands beside the event for the next person. */
export const replayEventSchema = z.object({ eventId: eventIdSchema });
export const discardEventSchema = z.object({
  eventId: eventIdSchema,
  why: z.string().trim().max(500).optional(),
});

import { z } from 'zod';

/** What goes through the Redis channel: cache tags to refresh, then what open pages are told. */
export const liveMessageSchema = z.object({
  tags: z.array(z.string().max(256)).max(64),
  post: z
    .object({ id: z.uuid(), status: z.enum(['DRAFT', 'LISTED', 'SOLD']), heldUntil: z.iso.datetime().nullable() })
    .nullable(),
  orderId: z.uuid().nullable(),
  /** The account whose sessions have all been ended; for the web processes alone. */
  endedSessionsOf: z.uuid().optional(),
});

export type LiveMessage = z.output<typeof liveMessageSchema>;

import { z } from 'zod';

/** A message on the Redis channel: cache tags to refresh, and the change to send to open pages. */
export const liveMessageSchema = z.object({
  tags: z.array(z.string().max(256)).max(64),
  post: z
    .object({
      id: z.uuid(),
      status: z.enum(['DRAFT', 'LISTED', 'SOLD']),
      heldUntil: z.iso.datetime().nullable(),
      /** Missing if it is not. */
      isHidden: z.literal(true).optional(),
    })
    .nullable(),
  orderId: z.uuid().nullable(),
  /** An artist whose works were all hidden by a suspension, or are shown again. */
  artist: z.object({ username: z.string().max(64), isHidden: z.boolean() }).optional(),
  /** For the web processes only: the account whose sessions have ended, all but `keptSession`. */
  endedSessionsOf: z.uuid().optional(),
  keptSession: z.uuid().optional(),
  /** One session that has ended; only for the web processes. */
  endedSession: z.uuid().optional(),
});

export type LiveMessage = z.output<typeof liveMessageSchema>;

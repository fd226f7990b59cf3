import { z } from 'zod';

const share = z.number().min(0).max(1).default(0);

/** How many of all events are dropped, duplicated or delayed, as shares from 0 to 1: 0.3 is three in ten. */
const sharesSchema = z
  .strictObject({
    /** Never sent. */
    drop: share,
    /** Sent twice at once. */
    duplicate: share,
    /** Delayed by up to `reorderMs`, so that later events arrive first. */
    reorder: share,
    reorderMs: z.int().min(1).default(5_000),
    /** The same seed makes the same choices for the same sequence of events. */
    seed: z.int().default(1),
  })
  .refine(({ drop, duplicate, reorder }) => drop + Math.max(duplicate, reorder) <= 1, {
    error: 'a dropped event can be neither duplicated nor reordered: drop plus the larger of the two is at most 1',
  });

/**
 * How events are delivered. `mode`: at once (`normal`), held until `flush` (`hold`), or never (`drop`). `duplicate`:
 * how many times each event is sent at once. `delayMs`: the delay; with `shuffle` a random part of it, so that later
 * events can arrive first. `shares`: applies to a part of the events only. `types`: the event types that the rules
 * apply to; all others are delivered normally.
 */
export const deliveryRulesSchema = z.strictObject({
  mode: z.enum(['normal', 'hold', 'drop']).default('normal'),
  duplicate: z.int().min(1).max(100).default(1),
  delayMs: z.int().min(0).default(0),
  shuffle: z.boolean().default(false),
  shares: sharesSchema.optional(),
  types: z.array(z.string()).optional(),
});

export type DeliveryRules = z.output<typeof deliveryRulesSchema>;

export const NORMAL_DELIVERY: DeliveryRules = deliveryRulesSchema.parse({});

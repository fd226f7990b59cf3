import { z } from 'zod';

const share = z.number().min(0).max(1).default(0);

/** How much of the traffic goes wrong, as shares of all events, each by itself: 0.3 is three of ten. */
const sharesSchema = z
  .strictObject({
    /** Never sent, and not tried again. */
    drop: share,
    /** Sent twice at once. */
    duplicate: share,
    /** Kept back for up to `reorderMs`, so that later events overtake. */
    reorder: share,
    reorderMs: z.int().min(1).default(5_000),
    /** The same seed makes the same choices, in the order in which events happen. */
    seed: z.int().default(1),
  })
  .refine(({ drop, duplicate, reorder }) => drop + Math.max(duplicate, reorder) <= 1, {
    error: 'what is dropped can be neither sent twice nor late: the shares must fit into 1',
  });

/**
 * How events travel: at once, kept back until they are flushed, or lost. `duplicate` sends each so many
 * times at once; `delayMs` lets it wait, a random part of it when `shuffle` is set, so that later
 * events overtake; `shares` lets only some of them go wrong; `types` limits the rules to some events, all others
 * travel normally.
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

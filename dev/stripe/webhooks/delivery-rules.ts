import { z } from 'zod';

/**
 * How events travel: at once, kept back until they are flushed, or lost. `duplicate` sends each so many
 * times at once; `delayMs` lets it wait, a random part of it when `shuffle` is set, so that later
 * events overtake; `types` limits the rules to some events, all others travel normally.
 */
export const deliveryRulesSchema = z.strictObject({
  mode: z.enum(['normal', 'hold', 'drop']).default('normal'),
  duplicate: z.int().min(1).max(100).default(1),
  delayMs: z.int().min(0).default(0),
  shuffle: z.boolean().default(false),
  types: z.array(z.string()).optional(),
});

export type DeliveryRules = z.output<typeof deliveryRulesSchema>;

export const NORMAL_DELIVERY: DeliveryRules = deliveryRulesSchema.parse({});

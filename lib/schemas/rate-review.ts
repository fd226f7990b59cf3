import { z } from 'zod';

/** Identifies the held rate that a button is about, with the displayed rate itself: units per euro. */
export const heldRateKeySchema = z.object({
  source: z.string().min(1).max(200),
  currency: z.string().regex(/^[A-Z]{3}$/),
  day: z.iso.date(),
  rate: z.string().regex(/^\d{1,12}(\.\d{1,12})?$/),
});

export type HeldRateKey = z.output<typeof heldRateKeySchema>;

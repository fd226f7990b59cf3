import { z } from 'zod';

/** Which rate a button of the admin's page is about, with the rate that stood beside it: units for one euro. */
export const heldRateKeySchema = z.object({
  source: z.string().min(1).max(200),
  currency: z.string().regex(/^[A-Z]{3}$/),
  day: z.iso.date(),
  rate: z.string().regex(/^\d{1,12}(\.\d{1,12})?$/),
});

export type HeldRateKey = z.output<typeof heldRateKeySchema>;

import { z } from 'zod';

/**
 * The response of a Frankfurter-compatible service to `/latest?base=EUR`: units of each currency per euro.
 * https://frankfurter.dev, "Latest rates".
 */
export const frankfurterSchema = z.object({
  amount: z.literal(1),
  base: z.literal('EUR'),
  date: z.iso.date(),
  rates: z
    .record(z.string().regex(/^[A-Z]{3}$/, 'is no currency code'), z.number().positive())
    .refine((rates) => Object.keys(rates).length > 0, 'has no rates'),
});

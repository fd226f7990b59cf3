import { z } from 'zod';
import { isCurrency } from '#lib/domain/money/currencies.ts';

/** The price that the buyer saw, from hidden fields of the buy form: minor units and an ISO 4217 code. */
export const quotedPriceSchema = z.object({
  amount: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER),
  currency: z.string().refine(isCurrency),
});

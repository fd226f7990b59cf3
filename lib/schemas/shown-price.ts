import { z } from 'zod';
import { isCurrency } from '#lib/domain/money/currencies.ts';

/** The amount that a buyer saw, as the form of a work carries it: minor units and an ISO 4217 code. */
export const shownSchema = z.object({
  amount: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER),
  currency: z.string().refine(isCurrency),
});

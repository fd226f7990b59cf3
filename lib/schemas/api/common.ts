import { z } from 'zod';
import { isCurrency } from '#lib/domain/money/currencies.ts';

export const time = z.iso.datetime().meta({ description: 'ISO 8601, UTC', example: '2026-11-20T09:30:00.000Z' });

export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'Use a code of three capital letters, such as EUR.')
  .refine(isCurrency, 'Stripe does not charge in this currency.')
  .meta({ description: 'ISO 4217', example: 'EUR' });

export const money = z
  .strictObject({
    amount: z
      .int('Give the amount in minor units, as a whole number.')
      .min(0)
      .max(Number.MAX_SAFE_INTEGER)
      .meta({ description: 'Minor units, as Stripe counts them: 12000 are 120.00 euros', example: 12_000 }),
    currency,
  })
  .meta({ id: 'Money', description: 'An amount and its currency' });

/** An amount that may be below zero. */
export const signedMoney = z
  .strictObject({
    amount: z.int().meta({ description: 'Minor units; below zero for money that leaves the shop' }),
    currency,
  })
  .meta({ id: 'SignedMoney' });

export const problem = z
  .object({
    type: z.string().meta({ description: 'What the code means', example: '/docs/problems#not-found' }),
    title: z.string().meta({ example: 'Some of what was sent is not valid' }),
    status: z.int().min(400).max(599),
    detail: z.string().meta({ description: 'For people', example: 'Give the work a title.' }),
    code: z.string().meta({ description: 'For programs; it stays the same', example: 'invalid-request' }),
    errors: z
      .array(
        z.object({
          field: z.string().meta({ description: 'A path of names and indexes', example: 'pictures.0.alt' }),
          detail: z.string(),
        }),
      )
      .optional(),
    reference: z.string().optional().meta({ description: 'Finds the cause in the shop’s log' }),
    current: z.unknown().optional().meta({ description: 'With changed-since: what is stored now' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' });

/** The keyset cursor of a list of the account’s own. */
export const keysetQuery = z.strictObject({
  older: z.string().max(100).optional().meta({ description: 'From the `Link` header; the page after this row' }),
  newer: z.string().max(100).optional().meta({ description: 'From the `Link` header; the page before this row' }),
});

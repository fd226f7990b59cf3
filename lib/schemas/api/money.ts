import { z } from 'zod';
import { currency, money } from './common.ts';
import { operation } from './operation.ts';

const day = z.iso.date().meta({ example: '2026-11-20' });
const anyCase = z.string().max(10).meta({ description: 'ISO 4217, in upper or lower case', example: 'USD' });

export const listCurrencies = operation({
  id: 'listCurrencies',
  ...{ method: 'get', path: '/currencies', tag: 'money', scope: null },
  summary: 'List the currencies',
  description: 'Every currency in which Stripe charges. Amounts are in its minor units.',
  responses: {
    200: {
      description: 'All of them',
      schema: z
        .strictObject({
          currencies: z.array(
            z
              .strictObject({
                code: currency,
                name: z.string(),
                digits: z.int().meta({ description: 'After the decimal point, by ISO 4217' }),
                stripeDigits: z.int().meta({ description: 'The same in the minor units of Stripe' }),
                step: z.int().meta({ description: 'Amounts that Stripe charges are multiples of this' }),
                minimum: z.int(),
                maximum: z.int(),
                countries: z.array(z.string()).meta({ description: 'ISO 3166-1 codes of those that use it' }),
                hasRate: z.boolean().meta({ description: 'Whether prices can be converted to it' }),
              })
              .meta({ id: 'Currency' }),
          ),
        })
        .meta({ id: 'CurrencyList' }),
    },
  },
});

export const listRates = operation({
  id: 'listRates',
  ...{ method: 'get', path: '/rates', tag: 'money', scope: null },
  summary: 'List the exchange rates',
  description: 'The published rates in use: units for one of `base`. The shop’s prices may have a margin on top.',
  query: z.strictObject({ base: anyCase.optional().meta({ description: 'Any currency with a rate; else EUR' }) }),
  responses: {
    200: {
      description: 'All of them',
      schema: z
        .strictObject({
          amount: z.literal(1),
          base: currency,
          date: day.meta({ description: 'The newest day of all of them' }),
          source: z.string().nullable(),
          rates: z.record(z.string(), z.number()),
          dates: z.record(z.string(), day).optional().meta({ description: 'Of those that are older' }),
        })
        .meta({ id: 'RateList' }),
    },
  },
});

export const convertMoney = operation({
  id: 'convertMoney',
  ...{ method: 'get', path: '/convert', tag: 'money', scope: null },
  summary: 'Convert an amount',
  description: 'By the published rate, rounded once, half away from zero, to what Stripe can charge.',
  query: z.strictObject({
    amount: z.string().max(60).meta({ description: 'In whole units of `from`', example: '120.50' }),
    from: anyCase,
    to: anyCase.meta({ example: 'JPY' }),
  }),
  responses: {
    200: {
      description: 'The result',
      schema: z
        .strictObject({
          from: money,
          to: money,
          rate: z.string().meta({ description: 'A decimal, so that no digit is lost', example: '1.1712' }),
          date: day.nullable().meta({ description: 'Of the rate; null from a currency to itself' }),
          source: z.string().nullable(),
        })
        .meta({ id: 'Conversion' }),
    },
  },
  problems: ['not-found'],
});

import { z } from 'zod';
import { isCurrency } from '#lib/domain/money/currencies.ts';
import type { OrderFilter } from '#lib/domain/sale/order-filter.ts';
import { ORDER_STATUSES } from '#lib/domain/sale/sale.ts';
import { oneLine } from './text.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** A day in a URL as its beginning in UTC; null for anything else, and for years that no order is of. */
const day = z.iso
  .date()
  .regex(/^(?:20|21)\d\d-/)
  .transform((text) => new Date(`${text}T00:00:00Z`))
  .nullable()
  .catch(null);

const words = z.string().max(254).transform(oneLine).catch('');

const ticked = z
  .string()
  .transform((text) => text === 'on')
  .catch(false);

/** The query of /admin/orders. Anybody can edit a URL: what cannot be read counts as missing. */
export const orderFilterSchema = z
  .object({
    status: z.enum(ORDER_STATUSES).nullable().catch(null),
    flagged: ticked,
    refunding: ticked,
    artist: words,
    /** A slug, or the URL of a work's page. */
    work: words.transform((text) => /\/posts\/([^/?#\s]+)/.exec(text)?.[1] ?? text),
    email: words,
    /** An order's id, or the URL of its page. */
    order: words.transform((text) => /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(text)?.[0] ?? text),
    currency: z
      .string()
      .transform((text) => (isCurrency(text) ? text : ''))
      .catch(''),
    from: day,
    to: day,
  })
  .transform(({ to, ...query }): OrderFilter => ({ ...query, until: to && new Date(to.getTime() + DAY_MS) }));

const dayOf = (time: Date) => time.toISOString().slice(0, 10);

/** The parameters that filter, as they are written in a URL; without the page. */
export function orderFilterParams(filter: OrderFilter): Record<string, string> {
  const { status, flagged, refunding, from, until, ...typed } = filter;
  return {
    ...(status && { status }),
    ...(flagged && { flagged: 'on' }),
    ...(refunding && { refunding: 'on' }),
    ...Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== '')),
    ...(from && { from: dayOf(from) }),
    ...(until && { to: dayOf(new Date(until.getTime() - DAY_MS)) }),
  };
}

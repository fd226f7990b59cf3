import type Stripe from 'stripe';
import { z } from 'zod';
import type { Table } from '../table.ts';
import { createdFilter, expandParameter, integer, text } from './parameters.ts';
import { apiError, missing } from './stripe-failure.ts';

/** The parameters of every list. */
export const pageParameters = {
  limit: integer.optional(),
  starting_after: text.optional(),
  ending_before: text.optional(),
  created: createdFilter,
  ...expandParameter,
};

const pageSchema = z.object(pageParameters);
type PageParameters = z.output<typeof pageSchema>;

type Records<R extends { id: string }> = Pick<Table<R>, 'get' | 'newest' | 'oldest'>;

/**
 * One page of a list, newest first.
 * @param noun of the items, as in Stripe's message "No such …"
 * @param toItem returns the list's item for a record, or null to leave it out.
 * @throws {StripeFailure} for a limit outside 1 to 100, two cursors, or one that is not the id of a record.
 */
export function listPage<R extends { id: string }, T extends { id: string; created: number }>(
  records: Records<R>,
  url: string,
  { limit = 10, starting_after, ending_before, created }: PageParameters,
  { noun, toItem }: { noun: string; toItem: (record: R) => T | null },
): Stripe.ApiList<T> {
  if (limit < 1 || limit > 100) {
    throw apiError(`Invalid limit: ${limit}. It must be between 1 and 100.`, {
      code: 'parameter_invalid_integer',
      param: 'limit',
    });
  }
  if (starting_after !== undefined && ending_before !== undefined) {
    throw apiError('Received both starting_after and ending_before parameters. Please pass in only one.', {
      code: 'parameters_exclusive',
    });
  }
  requireCursor(records, noun, starting_after, 'starting_after');
  requireCursor(records, noun, ending_before, 'ending_before');
  const candidates = ending_before === undefined ? records.newest(starting_after) : records.oldest(ending_before);
  const found: T[] = [];
  for (const record of candidates) {
    const item = toItem(record);
    if (!item || !isWithin(item.created, created)) continue;
    found.push(item);
    if (found.length > limit) break;
  }
  const data = found.slice(0, limit);
  if (ending_before !== undefined) data.reverse();
  return { object: 'list', data, has_more: found.length > limit, url };
}

function isWithin(time: number, range: PageParameters['created']): boolean {
  return (
    time > (range?.gt ?? -1) &&
    time >= (range?.gte ?? 0) &&
    time < (range?.lt ?? Number.POSITIVE_INFINITY) &&
    time <= (range?.lte ?? Number.POSITIVE_INFINITY)
  );
}

function requireCursor(records: Records<{ id: string }>, noun: string, id: string | undefined, param: string): void {
  if (id !== undefined && !records.get(id)) throw missing(noun, id, param);
}

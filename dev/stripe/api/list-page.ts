import type Stripe from 'stripe';
import { z } from 'zod';
import { createdFilter, expandParameter, integer, text } from './parameters.ts';
import { apiError, missing } from './stripe-failure.ts';

/** The parameters that every list takes. */
export const pageParameters = {
  limit: integer.optional(),
  starting_after: text.optional(),
  ending_before: text.optional(),
  created: createdFilter,
  ...expandParameter,
};

const pageSchema = z.object(pageParameters);
type PageParameters = z.output<typeof pageSchema>;

/**
 * One page of `records`, which are all that match, newest first.
 * @throws {StripeFailure} for a limit outside 1 to 100 or a cursor that is not in the list.
 */
export function listPage<T extends { id: string; created: number }>(
  records: T[],
  url: string,
  { limit = 10, starting_after, ending_before, created }: PageParameters,
): Stripe.ApiList<T> {
  if (limit < 1 || limit > 100) {
    throw apiError(`Invalid limit: ${limit}. It must be between 1 and 100.`, {
      code: 'parameter_invalid_integer',
      param: 'limit',
    });
  }
  const matching = records.filter(
    (record) =>
      record.created > (created?.gt ?? -1) &&
      record.created >= (created?.gte ?? 0) &&
      record.created < (created?.lt ?? Number.POSITIVE_INFINITY) &&
      record.created <= (created?.lte ?? Number.POSITIVE_INFINITY),
  );
  if (ending_before !== undefined) {
    const before = matching.slice(0, positionOf(matching, ending_before, 'ending_before'));
    return { object: 'list', data: before.slice(-limit), has_more: before.length > limit, url };
  }
  const after =
    starting_after === undefined
      ? matching
      : matching.slice(positionOf(matching, starting_after, 'starting_after') + 1);
  return { object: 'list', data: after.slice(0, limit), has_more: after.length > limit, url };
}

function positionOf(records: { id: string }[], id: string, param: string): number {
  const position = records.findIndex((record) => record.id === id);
  if (position < 0) throw missing('object', id, param);
  return position;
}

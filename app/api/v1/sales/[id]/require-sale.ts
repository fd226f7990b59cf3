import type { ApiCaller } from '#lib/domain/api/caller.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { getSale, type SaleDto } from '#lib/orders/queries.ts';

/** Other artists' sales are for admins whose token says so: without that scope they are artists among others. */
export function sellerOf({ viewer, scopes }: ApiCaller): Viewer {
  return scopes.has('admin:read') ? viewer : { ...viewer, role: 'MEMBER' };
}

/** @throws {ExpectedError} not-found, also for another artist's sale */
export async function requireSale(caller: ApiCaller, id: string): Promise<SaleDto> {
  const sale = await getSale(sellerOf(caller), id);
  if (!sale) throw new ExpectedError('not-found');
  return sale;
}

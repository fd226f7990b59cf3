import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { getSale, type SaleDto } from '#lib/orders/queries.ts';

/** @throws {ExpectedError} not-found, also for another artist's sale */
export async function requireSale(viewer: Viewer, id: string): Promise<SaleDto> {
  const sale = await getSale(viewer, id);
  if (!sale) throw new ExpectedError('not-found');
  return sale;
}

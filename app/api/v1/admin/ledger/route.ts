import { assertAdmin } from '#lib/accounts/assert-admin.ts';
import { apiRoute } from '#lib/api/answer.ts';
import { listBalances } from '#lib/ledger/queries.ts';
import * as operations from '#lib/schemas/api/admin.ts';

export const GET = apiRoute(operations.listBalances, async ({ caller: { viewer } }) => {
  assertAdmin(viewer);
  return { status: 200, body: { balances: await listBalances() } };
});

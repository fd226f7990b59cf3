import { listAccounts } from '#lib/accounts/list-accounts.ts';
import { apiRoute } from '#lib/api/answer.ts';
import { nextLink } from '#lib/api/keyset-links.ts';
import * as operations from '#lib/schemas/api/admin.ts';

export const GET = apiRoute(operations.listAccounts, async ({ caller: { viewer }, query }) => {
  const { search = '', after = '' } = query;
  const { accounts, next } = await listAccounts(viewer, { search, after });
  return {
    status: 200,
    body: { accounts: accounts.map(({ role, ...account }) => ({ ...account, role: role.toLowerCase() })) },
    headers: nextLink('/api/v1/admin/accounts', { ...query, after: next }),
  };
});

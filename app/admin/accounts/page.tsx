import Link from 'next/link';
import { z } from 'zod';
import { AccountRow } from '#components/admin/account-row.tsx';
import { RoleForm } from '#components/admin/role-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmedButton } from '#components/ui/confirmed-button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { TextField } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { listAccounts } from '#lib/accounts/list-accounts.ts';
import { problemMessage } from '#lib/auth/problem.ts';
import { requireAdmin } from '#lib/auth/viewer.ts';
import { ROLE_NAMES, ROLES } from '#lib/domain/viewer.ts';
import { adminMetadata } from '../admin-metadata.ts';
import { accountCommandAction, changeRoleAction } from './actions.ts';

export const generateMetadata = adminMetadata('Accounts');

// Anybody can edit a URL: an invalid parameter counts as missing.
const parameter = z.string().trim().max(254).catch('');
const querySchema = z.object({ q: parameter, after: parameter, problem: parameter, said: parameter, name: parameter });

type Props = { searchParams: Promise<Record<string, string | string[]>> };

/** All accounts, searchable by name or email, with buttons to suspend and restore them. */
export default async function AccountsPage({ searchParams }: Props) {
  const viewer = await requireAdmin('/admin/accounts');
  const { q, after, problem, said, name } = querySchema.parse(await searchParams);
  const { accounts, next } = await listAccounts(viewer, { search: q, after });
  const pageUrl = (change: { after?: string }) => `/admin/accounts?${new URLSearchParams({ q, ...change })}`;
  return (
    <>
      <h1 className="text-lg font-medium">Accounts</h1>
      <search>
        <form action="/admin/accounts" className="mt-4 mb-6 flex max-w-lg items-end gap-3">
          <div className="grow">
            <TextField name="q" label="Username or email" type="search" defaultValue={q} autoCapitalize="none" />
          </div>
          <Button type="submit" variant="quiet">
            Search
          </Button>
        </form>
      </search>
      <Notice>{problemMessage(problem)}</Notice>
      <Notice tone="done">{resultMessage(said, name)}</Notice>
      {accounts.length === 0 ? (
        <EmptyState title="No accounts found">No username or email contains this text.</EmptyState>
      ) : (
        <ul>
          {accounts.map((account) => (
            <AccountRow key={account.id} account={account}>
              {account.id === viewer.id ? (
                <span className="text-quiet">You</span>
              ) : (
                <div className="flex flex-wrap items-baseline gap-x-5 gap-y-2 sm:justify-end">
                  <form action={accountCommandAction}>
                    <input type="hidden" name="userId" value={account.id} />
                    <input type="hidden" name="q" value={q} />
                    <input type="hidden" name="after" value={after} />
                    {account.suspendedAt ? (
                      <SubmitButton variant="text" name="command" value="restore" pendingText="…">
                        Restore<span className="sr-only"> {account.username}</span>
                      </SubmitButton>
                    ) : (
                      <ConfirmedButton
                        summary="Suspend"
                        subject={` ${account.username}`}
                        text="They are signed out everywhere, cannot sign in until you restore the account, and all of their works are hidden. Sales that are paid stay as they are. Nobody is told by mail: for that, suspend from a report."
                        name="command"
                        value="suspend"
                      >
                        Suspend
                      </ConfirmedButton>
                    )}
                  </form>
                  <RoleForm account={account} place={{ q, after }} action={changeRoleAction} />
                </div>
              )}
            </AccountRow>
          ))}
        </ul>
      )}
      {(after || next) && (
        <nav aria-label="Pages" className="mt-8 flex justify-between text-sm">
          {after ? (
            <Link href={pageUrl({})} className="underline underline-offset-4">
              First page
            </Link>
          ) : (
            <span />
          )}
          {next && (
            <Link href={pageUrl({ after: next })} className="underline underline-offset-4">
              Next page
            </Link>
          )}
        </nav>
      )}
    </>
  );
}

/** The result of “Change role”; null for any other value, because anybody can edit the URL. */
function resultMessage(said: string, name: string): string | null {
  if (said === 'proven') return 'Thank you. Nothing has been changed yet: please do it again.';
  if (!/^[\w-]{1,60}$/.test(name)) return null;
  if (said === 'unchanged') return `${name} has this role already.`;
  const role = ROLES.find((one) => one === said);
  return role ? `${name} is now: ${ROLE_NAMES[role].toLowerCase()}. They have to sign in again.` : null;
}

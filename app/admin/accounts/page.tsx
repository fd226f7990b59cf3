import type { Metadata } from 'next';
import Link from 'next/link';
import { z } from 'zod';
import { AccountRow } from '#components/admin/account-row.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { TextField } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { listAccounts } from '#lib/accounts/list-accounts.ts';
import { requireAdmin } from '#lib/auth/viewer.ts';
import { problemSentence } from '../problem.ts';
import { accountCommandAction } from './actions.ts';

export const metadata: Metadata = { title: 'Accounts', robots: { index: false } };

// Anybody can write addresses: what is none of ours counts as not given.
const part = z.string().trim().max(254).catch('');
const partsSchema = z.object({ q: part, after: part, problem: part });

type Props = { searchParams: Promise<Record<string, string | string[]>> };

/** All accounts, to be found by name or email, suspended and restored. */
export default async function AccountsPage({ searchParams }: Props) {
  const viewer = await requireAdmin('/admin/accounts');
  const { q, after, problem } = partsSchema.parse(await searchParams);
  const { accounts, next } = await listAccounts(viewer, { search: q, after });
  const address = (change: { after?: string }) => `/admin/accounts?${new URLSearchParams({ q, ...change })}`;
  return (
    <>
      <h1 className="text-lg font-medium">Accounts</h1>
      <search>
        <form action="/admin/accounts" className="mt-4 mb-6 flex max-w-lg items-end gap-3">
          <div className="grow">
            <TextField name="q" label="Username or email" type="search" defaultValue={q} autoCapitalize="none" />
          </div>
          <Button type="submit" look="quiet">
            Search
          </Button>
        </form>
      </search>
      <Notice>{problemSentence(problem)}</Notice>
      {accounts.length === 0 ? (
        <EmptyState title="Nobody found">No username and no email holds these letters.</EmptyState>
      ) : (
        <ul>
          {accounts.map((account) => (
            <AccountRow key={account.id} account={account}>
              {account.id === viewer.id ? (
                <span className="text-quiet">You</span>
              ) : (
                <form action={accountCommandAction}>
                  <input type="hidden" name="userId" value={account.id} />
                  <input type="hidden" name="q" value={q} />
                  <input type="hidden" name="after" value={after} />
                  <SubmitButton
                    look="text"
                    name="command"
                    value={account.suspendedAt ? 'restore' : 'suspend'}
                    pendingText="…"
                  >
                    {account.suspendedAt ? 'Restore' : 'Suspend'}
                    <span className="sr-only"> {account.username}</span>
                  </SubmitButton>
                </form>
              )}
            </AccountRow>
          ))}
        </ul>
      )}
      {(after || next) && (
        <nav aria-label="Pages" className="mt-8 flex justify-between text-sm">
          {after ? (
            <Link href={address({})} className="underline underline-offset-4">
              First page
            </Link>
          ) : (
            <span />
          )}
          {next && (
            <Link href={address({ after: next })} className="underline underline-offset-4">
              Next page
            </Link>
          )}
        </nav>
      )}
    </>
  );
}

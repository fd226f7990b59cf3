import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import Link from 'next/link';
import { FirstAdminForm } from '#components/accounts/first-admin-form.tsx';
import { NarrowPage } from '#components/accounts/narrow-page.tsx';
import { SignUpForm } from '#components/accounts/sign-up-form.tsx';
import { isAdminLink } from '#lib/accounts/first-admin.ts';
import { currentViewer } from '#lib/auth/viewer.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { becomeFirstAdminAction, createFirstAdminAction } from './actions.ts';

export const metadata: Metadata = { title: 'The first admin', robots: { index: false } };

type Props = { searchParams: Promise<{ token?: string | string[] }> };

/** Where the link leads that a new shop prints at its start. Only its button uses it up. */
export default async function FirstAdminPage({ searchParams }: Props) {
  const given = (await searchParams).token;
  const token = typeof given === 'string' ? given : '';
  if (!(await isAdminLink(token))) {
    return (
      <NarrowPage title="The first admin">
        <p>{new ExpectedError('admin-link-ended').message}</p>
      </NarrowPage>
    );
  }
  const viewer = await currentViewer();
  return (
    <NarrowPage title="The first admin">
      {viewer ? (
        <FirstAdminForm action={becomeFirstAdminAction} token={token} username={viewer.username} />
      ) : (
        <>
          <p className="mb-8 text-quiet">
            This account will be the admin of the shop: it sees orders, accounts and money.
          </p>
          <SignUpForm action={createFirstAdminAction} next="/admin" formKey={randomUUID()} token={token} />
          <p className="mt-8 text-sm text-quiet">
            Have an account?{' '}
            <Link
              href={`/sign-in?next=${encodeURIComponent(`/first-admin?token=${token}`)}`}
              className="text-ink underline underline-offset-4"
            >
              Sign in
            </Link>
          </p>
        </>
      )}
    </NarrowPage>
  );
}

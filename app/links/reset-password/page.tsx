import type { Metadata } from 'next';
import Link from 'next/link';
import { z } from 'zod';
import { NarrowPage } from '#components/accounts/narrow-page.tsx';
import { NewPasswordForm } from '#components/accounts/new-password-form.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { ExpectedError } from '#lib/domain/errors.ts';
import { findToken } from '#lib/tokens/use-token.ts';
import { resetPasswordAction } from './actions.ts';

export const metadata: Metadata = { title: 'Choose a new password', robots: { index: false } };

const querySchema = z.object({ token: z.string().max(100).catch('') });

type Props = { searchParams: Promise<Record<string, string | string[]>> };

/** Where the link of a lost password leads. */
export default async function ResetPasswordPage({ searchParams }: Props) {
  const { token } = querySchema.parse(await searchParams);
  const subject = await findToken('reset-password', token);
  return (
    <NarrowPage title="Choose a new password">
      {subject ? (
        <NewPasswordForm action={resetPasswordAction} token={token} username={subject.username} />
      ) : (
        <div className="space-y-6">
          <Notice>{new ExpectedError('link-ended').message}</Notice>
          <p>
            <Link href="/forgot-password" prefetch={false} className="underline underline-offset-4">
              Ask for a new link
            </Link>
          </p>
        </div>
      )}
    </NarrowPage>
  );
}

import type { Metadata } from 'next';
import { z } from 'zod';
import { NarrowPage } from '#components/accounts/narrow-page.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { problemMessage } from '#lib/auth/problem.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { findErasure } from '#lib/leaving/confirm-erasure.ts';
import { confirmErasureAction } from '../actions.ts';

export const metadata: Metadata = {
  title: 'Remove your data',
  robots: { index: false },
  // The URL is the proof, and stays here. Without a referrer the browser would not say that the form is the shop's own.
  referrer: 'same-origin',
};

// Anybody can edit a URL: an invalid parameter counts as missing.
const querySchema = z.object({ token: z.string().catch(''), problem: z.string().optional().catch(undefined) });

type Props = { searchParams: Promise<Record<string, string | string[]>> };

/** Where the link in the mail leads. It only asks: mail scanners open links too. */
export default async function ErasePage({ searchParams }: Props) {
  const { token, problem } = querySchema.parse(await searchParams);
  const found = await findErasure(token);
  return (
    <NarrowPage title="Remove your data">
      <div className="space-y-6 leading-relaxed">
        <Notice>{found ? problemMessage(problem) : new ExpectedError('link-ended').message}</Notice>
        {found && (
          <form action={confirmErasureAction} className="space-y-6">
            <input type="hidden" name="token" value={token} />
            <p dir="auto" className="wrap-anywhere">
              Your name, email and country will be removed from your order of “<bdi>{found.title}</bdi>” by{' '}
              <bdi>{found.artist}</bdi>, as soon as the artist does not need them to send it any more. Work, date and
              amount stay.
            </p>
            <SubmitButton pendingText="One moment…">Remove my data</SubmitButton>
          </form>
        )}
      </div>
    </NarrowPage>
  );
}

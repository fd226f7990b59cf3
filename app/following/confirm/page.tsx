import type { Metadata } from 'next';
import { z } from 'zod';
import { NarrowPage } from '#components/accounts/narrow-page.tsx';
import { ArtistPortrait } from '#components/artists/artist-portrait.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { ExpectedError } from '#lib/domain/errors.ts';
import { findUnconfirmedFollow } from '#lib/follows/confirm-follow.ts';
import { confirmFollowAction } from '../actions.ts';

export const metadata: Metadata = {
  title: 'Follow an artist',
  robots: { index: false },
  // The URL is the proof, and stays here.
  referrer: 'same-origin',
};

// Anybody can edit a URL: an invalid parameter counts as missing.
const querySchema = z.object({ token: z.string().catch('') });

type Props = { searchParams: Promise<Record<string, string | string[]>> };

/** Where the link in the mail leads. It only asks: mail scanners open links too. */
export default async function ConfirmFollowPage({ searchParams }: Props) {
  const { token } = querySchema.parse(await searchParams);
  const artist = await findUnconfirmedFollow(token);
  return (
    <NarrowPage title="Follow">
      {artist ? (
        <form action={confirmFollowAction} className="space-y-6 leading-relaxed">
          <input type="hidden" name="token" value={token} />
          <p className="flex items-center gap-4">
            <ArtistPortrait artist={artist} size="medium" load="eager" />
            <bdi className="min-w-0">{artist.displayName}</bdi>
          </p>
          <p>You will get a mail when there are new works, at most one a day. Each has a link with which it ends.</p>
          <SubmitButton pendingText="One moment…">Follow</SubmitButton>
        </form>
      ) : (
        <Notice>{new ExpectedError('link-ended').message}</Notice>
      )}
    </NarrowPage>
  );
}

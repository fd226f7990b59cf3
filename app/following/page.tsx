import type { Metadata } from 'next';
import Link from 'next/link';
import { z } from 'zod';
import { NarrowPage } from '#components/accounts/narrow-page.tsx';
import { FollowedArtist } from '#components/artists/followed-artist.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { problemMessage } from '#lib/auth/problem.ts';
import { requireViewer } from '#lib/auth/viewer.ts';
import { listFollows } from '#lib/follows/list-follows.ts';
import { unfollowAction } from './actions.ts';

export const metadata: Metadata = {
  title: 'Artists you follow',
  robots: { index: false },
  // The URL may be the proof, and stays here.
  referrer: 'same-origin',
};

const DONE = {
  confirmed: 'Confirmed: you will get a mail about new works.',
  one: 'You do not follow this artist any more.',
  all: 'You follow nobody any more, and your address is not stored for it.',
} as const;

// Anybody can edit a URL: an invalid parameter counts as missing.
const querySchema = z.object({
  token: z.string().max(100).optional().catch(undefined),
  done: z.enum(['confirmed', 'one', 'all']).optional().catch(undefined),
  problem: z.string().optional().catch(undefined),
});

type Props = { searchParams: Promise<Record<string, string | string[]>> };

/** Whom somebody follows: by the token in their mails, or signed in. It only shows; each button asks the shop. */
export default async function FollowingPage({ searchParams }: Props) {
  const { token, done, problem } = querySchema.parse(await searchParams);
  const artists = await listFollows(token ? { token } : { viewer: await requireViewer('/following') });
  const hidden = token && <input type="hidden" name="token" value={token} />;
  return (
    <NarrowPage title="Artists you follow">
      <div className="space-y-6 leading-relaxed">
        <Notice tone="done">{done && DONE[done]}</Notice>
        <Notice>{problemMessage(problem)}</Notice>
        {artists && artists.length > 0 ? (
          <>
            <p>When they publish new works you get a mail, at most one a day.</p>
            <ul className="space-y-4">
              {artists.map((artist) => (
                <FollowedArtist key={artist.id} artist={artist} action={unfollowAction}>
                  {hidden}
                </FollowedArtist>
              ))}
            </ul>
            <form action={unfollowAction} className="border-t border-line pt-6">
              {hidden}
              <SubmitButton variant="quiet" name="artist" value="all" pendingText="One moment…">
                Stop all of these mails
              </SubmitButton>
            </form>
          </>
        ) : (
          <p>
            You follow no artists. There is a button for it on each{' '}
            <Link href="/" className="underline underline-offset-4">
              artist’s page
            </Link>
            .
          </p>
        )}
      </div>
    </NarrowPage>
  );
}

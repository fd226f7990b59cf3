import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { NarrowPage } from '#components/accounts/narrow-page.tsx';
import { ArtistPortrait } from '#components/artists/artist-portrait.tsx';
import { FollowButton } from '#components/artists/follow-button.tsx';
import { RequestFollowForm } from '#components/artists/request-follow-form.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { problemMessage } from '#lib/auth/problem.ts';
import { currentViewer } from '#lib/auth/viewer.ts';
import { isolate } from '#lib/domain/isolate.ts';
import { isFollowing } from '#lib/follows/list-follows.ts';
import { getArtist } from '#lib/posts/queries.ts';
import { artistNameSchema } from '#lib/schemas/follows.ts';
import { followAction, requestFollowAction } from './actions.ts';

type Props = { params: Promise<{ username: string }>; searchParams: Promise<{ problem?: string }> };

/** Read once for the page and its metadata. */
const artistOf = cache((username: string) =>
  artistNameSchema.safeParse(username).success ? getArtist(username) : null,
);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const artist = await artistOf((await params).username);
  if (!artist) notFound();
  return { title: `Follow ${isolate(artist.displayName)}`, robots: { index: false } };
}

export default async function FollowPage({ params, searchParams }: Props) {
  const artist = await artistOf((await params).username);
  if (!artist) notFound();
  const { username, displayName } = artist;
  const viewer = await currentViewer();
  const { problem } = await searchParams;
  const follows = viewer !== null && (await isFollowing(viewer, username));
  return (
    <NarrowPage title={follows ? 'You follow' : 'Follow'}>
      <div className="space-y-6 leading-relaxed">
        <Notice>{problemMessage(problem)}</Notice>
        <p className="flex items-center gap-4">
          <ArtistPortrait artist={artist} size="medium" load="eager" />
          <Link href={`/artists/${username}`} prefetch={false} className="min-w-0 underline-offset-4 hover:underline">
            <bdi>{displayName}</bdi>
          </Link>
        </p>
        <p>
          {follows ? 'You get' : 'You will get'} a mail when <bdi>{displayName}</bdi> publishes new works, at most one a
          day for all artists whom you follow. Nobody else sees whom you follow.
        </p>
        {viewer?.isEmailProven ? (
          <>
            <FollowButton username={username} follows={follows} action={followAction} />
            <p className="text-sm">
              <Link href="/following" prefetch={false} className="underline underline-offset-4">
                All artists whom you follow
              </Link>
            </p>
          </>
        ) : (
          <RequestFollowForm
            username={username}
            action={requestFollowAction}
            initial={{ values: { email: viewer?.email ?? '' }, fieldErrors: {} }}
          />
        )}
      </div>
    </NarrowPage>
  );
}

import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { NarrowPage } from '#components/accounts/narrow-page.tsx';
import { ArtistPortrait } from '#components/artists/artist-portrait.tsx';
import { AskForm } from '#components/questions/ask-form.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { currentViewer } from '#lib/auth/viewer.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { isolate } from '#lib/domain/isolate.ts';
import { getPublicPost } from '#lib/posts/queries.ts';
import { findAskable } from '#lib/questions/require-askable.ts';
import { slugSchema } from '#lib/schemas/questions.ts';
import { askAction, guestAskAction } from './actions.ts';

type Props = { params: Promise<{ slug: string }> };

/** Read once for the page and its metadata; null for a work that people cannot see. */
const workOf = cache((slug: string) => (slugSchema.safeParse(slug).success ? getPublicPost(slug) : null));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const work = await workOf((await params).slug);
  if (!work) notFound();
  return { title: `Ask about ${isolate(work.title)}`, robots: { index: false } };
}

export default async function AskPage({ params }: Props) {
  const { slug } = await params;
  const work = await workOf(slug);
  if (!work) notFound();
  const viewer = await currentViewer();
  const { artist, title } = work;
  const isOwn = viewer?.username === artist.username;
  const refusal = isOwn ? 'own-question' : (await findAskable({ slug })) ? null : 'not-askable';
  const isProven = viewer?.isEmailProven ?? false;
  return (
    <NarrowPage title="Ask a question">
      <div className="space-y-6 leading-relaxed">
        <p className="flex items-center gap-4">
          <ArtistPortrait artist={artist} size="medium" load="eager" />
          <span className="min-w-0">
            <Link href={`/posts/${slug}`} prefetch={false} className="underline underline-offset-4">
              <bdi>{title}</bdi>
            </Link>
            , by <bdi>{artist.displayName}</bdi>
          </span>
        </p>
        {refusal ? (
          <Notice>{new ExpectedError(refusal).message}</Notice>
        ) : (
          <>
            <p className="text-sm text-quiet">
              The artist gets your question by mail{isProven && ', and it is on your dashboard'}. Neither of you sees
              the other’s email address.
            </p>
            <AskForm
              slug={slug}
              formKey={randomUUID()}
              action={isProven ? askAction : guestAskAction}
              isGuest={!isProven}
              initial={{ values: viewer ? { name: viewer.displayName, email: viewer.email } : {}, fieldErrors: {} }}
            />
          </>
        )}
      </div>
    </NarrowPage>
  );
}

import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { SignOutForm } from '#components/accounts/sign-out-form.tsx';
import { PostForm } from '#components/posts/form/post-form.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { currentViewer, requireViewer } from '#lib/auth/viewer.ts';
import { currentExchange } from '#lib/currency/queries.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { PostFormState } from '#lib/domain/posts/post-form.ts';
import { postFormValues } from '#lib/domain/posts/post-form-values.ts';
import { getOwnPost } from '#lib/posts/queries.ts';
import { signOutAction } from '../../../sign-in/actions.ts';
import { findUnfinishedForm } from '../../find-unfinished-form.ts';

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<{ form?: string | string[] }> };

/** Read once for the page and its metadata. */
const ownPost = cache(getOwnPost);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const viewer = await currentViewer();
  if (viewer && !(await ownPost(viewer, (await params).slug))) notFound();
  return { title: 'Edit your work' };
}

export default async function EditPostPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const path = `/posts/${slug}/edit`;
  const viewer = await requireViewer(path);
  const post = await ownPost(viewer, slug);
  if (!post) notFound();
  const isFixed = post.status === 'SOLD' || post.heldUntil !== null;
  const stored: PostFormState = {
    ...{ values: postFormValues(post), fieldErrors: {}, pictures: post.pictures },
    ...{ postId: post.id, version: post.version, key: null },
  };
  const unfinished = await findUnfinishedForm(viewer, { postId: post.id }, (await searchParams).form);
  if (unfinished?.stored) unfinished.storedPictures = post.pictures;
  return (
    <div className="mx-auto max-w-2xl py-8 sm:py-14">
      <div className="mb-8 flex flex-wrap items-baseline justify-between gap-4">
        <h1 dir="auto" className="font-serif text-4xl tracking-tight">
          {post.title}
        </h1>
        <SignOutForm action={signOutAction} />
      </div>
      {isFixed ? (
        <>
          <Notice>{new ExpectedError('held-or-sold').message}</Notice>
          <p className="mt-6">
            <Link href="/dashboard" className="underline underline-offset-4">
              Back to your works
            </Link>
          </p>
        </>
      ) : (
        <PostForm
          initial={unfinished ?? stored}
          status={post.status}
          isWaiting={post.isWaiting}
          path={path}
          exchange={await currentExchange()}
          isUnsaved={unfinished !== null}
        />
      )}
    </div>
  );
}

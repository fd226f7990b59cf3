import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { PostForm } from '#components/posts/form/post-form.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { currentViewer, requireViewer } from '#lib/auth/viewer.ts';
import { currentExchange } from '#lib/currency/queries.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { toDecimal } from '#lib/domain/money/money.ts';
import { getOwnPost } from '#lib/posts/queries.ts';
import { savePostAction } from '../../actions.ts';

type Props = { params: Promise<{ slug: string }> };

/** Read once for the page and its metadata. */
const ownPost = cache(getOwnPost);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const viewer = await currentViewer();
  if (viewer && !(await ownPost(viewer, (await params).slug))) notFound();
  return { title: 'Edit your work' };
}

export default async function EditPostPage({ params }: Props) {
  const { slug } = await params;
  const viewer = await requireViewer(`/posts/${slug}/edit`);
  const post = await ownPost(viewer, slug);
  if (!post) notFound();
  const values = {
    title: post.title,
    description: post.description,
    content: post.content,
    price: toDecimal(post.price),
    currency: post.price.currency,
    tags: post.tags.join(', '),
    medium: post.medium ?? '',
    year: post.year === null ? '' : String(post.year),
    dimensions: post.dimensions ?? '',
  };
  const isFixed = post.status === 'SOLD' || post.heldUntil !== null;
  return (
    <div className="mx-auto max-w-2xl py-8 sm:py-14">
      <h1 dir="auto" className="mb-8 font-serif text-4xl tracking-tight">
        {post.title}
      </h1>
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
          action={savePostAction.bind(null, post.id)}
          initial={{ values, fieldErrors: {}, pictures: post.pictures }}
          status={post.status}
          exchange={await currentExchange()}
        />
      )}
    </div>
  );
}

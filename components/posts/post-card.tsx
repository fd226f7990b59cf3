'use client';

import Link from 'next/link';
import type { QuotedCardView } from '#lib/domain/post-view.ts';
import { PostPicture } from './post-picture.tsx';
import { PostStatusLine } from './post-status.tsx';

/** The wall shows nothing narrower or wider than this, so that captions stay readable. */
const clampRatio = (ratio: number) => Math.min(2.6, Math.max(0.6, ratio));

/** A client component because “More works” draws it too; the page then carries its data instead of its markup a second time. */
export function PostCard({ post, eager = false }: { post: QuotedCardView; eager?: boolean }) {
  const { picture } = post;
  const ratio = picture ? clampRatio(picture.width / picture.height) : 1;
  // A row is some 300 px high at most, so the width follows from the proportions.
  const sizes = `(min-width: 80rem) ${Math.round(ratio * 340)}px, (min-width: 40rem) ${Math.round(ratio * 280)}px, ${ratio > 1.2 ? '92vw' : '50vw'}`;
  return (
    <li style={{ '--ratio': ratio.toFixed(3) } as React.CSSProperties}>
      <article className="group relative">
        {picture ? (
          <PostPicture picture={picture} sizes={sizes} eager={eager} />
        ) : (
          <div className="aspect-square bg-sunken" />
        )}
        <h2 className="mt-3 line-clamp-2 font-serif text-[1.0625rem] leading-snug">
          <Link
            href={`/posts/${post.slug}`}
            prefetch={false}
            className="underline-offset-4 after:absolute after:inset-0 group-hover:underline"
          >
            {post.title}
          </Link>
        </h2>
        <p className="truncate text-sm text-quiet">{post.artist.displayName}</p>
        <p className="mt-0.5 text-sm tabular-nums">
          <PostStatusLine id={post.id} status={post.status} heldUntil={post.heldUntil} shown={post.shown} />
        </p>
      </article>
    </li>
  );
}

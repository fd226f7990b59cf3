'use client';

import Link from 'next/link';
import { type CSSProperties, type ReactNode, useId } from 'react';
import { ScrollRow } from '#components/ui/scroll-row.tsx';
import type { QuotedCardDto } from '#lib/domain/posts/post-dto.ts';
import { clampRatio } from './grid/grid-layout.ts';
import { PostPicture } from './post-picture.tsx';
import { PostStatusLine } from './post-status-line.tsx';

type Props = {
  heading: ReactNode;
  posts: readonly QuotedCardDto[];
  /** The page with all works like these. */
  all?: { href: string; text: string };
  /** Left out where it is the same for all. */
  hasArtists?: boolean;
};

/** Works in one row of equal height, which is scrolled sideways where they do not fit. Nothing without works. */
export function WorkRail({ heading, posts, all, hasArtists = true }: Props) {
  const id = useId();
  if (posts.length === 0) return null;
  return (
    <section aria-labelledby={id} className="mt-16 border-t border-line pt-8">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
        <h2 id={id} className="font-serif text-2xl">
          {heading}
        </h2>
        {all && (
          <Link
            href={all.href}
            prefetch={false}
            className="text-sm text-quiet underline underline-offset-4 hover:text-ink"
          >
            {all.text}
          </Link>
        )}
      </div>
      <ScrollRow className="mt-4 [--row:12rem] sm:[--row:15rem]">
        {posts.map((post) => (
          <RailCard key={post.id} post={post} hasArtist={hasArtists} />
        ))}
      </ScrollRow>
    </section>
  );
}

function RailCard({ post, hasArtist }: { post: QuotedCardDto; hasArtist: boolean }) {
  const { picture } = post;
  const ratio = picture ? clampRatio(picture.width / picture.height) : 1;
  return (
    <li
      className="focus-frame group relative shrink-0 snap-start"
      style={{ '--ratio': ratio.toFixed(3), width: 'calc(var(--ratio) * var(--row))' } as CSSProperties}
    >
      {picture ? (
        <PostPicture
          // The title beside it says which work it is.
          picture={{ ...picture, alt: '' }}
          sizes={`(min-width:40rem) ${Math.ceil(ratio * 240)}px,${Math.ceil(ratio * 192)}px`}
          upTo={960}
        />
      ) : (
        <div className="aspect-square bg-sunken" />
      )}
      <h3 dir="auto" className="mt-3 line-clamp-2 font-serif leading-snug">
        <Link
          href={`/posts/${post.slug}`}
          prefetch={false}
          className="underline-offset-4 after:absolute after:inset-0 group-hover:underline"
        >
          {post.title}
        </Link>
      </h3>
      {hasArtist && (
        <p dir="auto" className="truncate text-sm text-quiet">
          {post.artist.displayName}
        </p>
      )}
      <p className="mt-0.5 text-sm tabular-nums">
        <PostStatusLine id={post.id} status={post.status} heldUntil={post.heldUntil} shown={post.shown} />
      </p>
    </li>
  );
}

'use client';

import Link from 'next/link';
import { ArtistPortrait } from '#components/artists/artist-portrait.tsx';
import { useIsHidden } from '#components/live/live-store.ts';
import { SaveButton } from '#components/saved/save-button.tsx';
import { HighlightedText } from '#components/search/highlighted-text.tsx';
import type { QuotedCardDto } from '#lib/domain/posts/post-dto.ts';
import type { SearchResultCard } from '#lib/domain/search/search.ts';
import { PostPicture } from '../post-picture.tsx';
import { PostStatusLine } from '../post-status-line.tsx';
import { clampRatio } from './grid-layout.ts';

type Props = {
  post: QuotedCardDto & Partial<Pick<SearchResultCard, 'marked'>>;
  /** The `sizes` attribute, if the position in the grid is known. */
  sizes?: string | undefined;
  load?: 'first' | 'eager' | 'lazy';
};

/** A client component, because “More works” renders it too. */
export function PostCard({ post, sizes, load = 'lazy' }: Props) {
  const { picture, marked } = post;
  const ratio = picture ? clampRatio(picture.width / picture.height) : 1;
  const style = { '--ratio': ratio.toFixed(3) } as React.CSSProperties;
  // Its place stays, so that nothing else moves.
  if (useIsHidden(post.id, post.artist.username)) {
    return (
      <li style={style} className="text-sm text-quiet">
        <div className="bg-sunken" style={{ aspectRatio: ratio }} />
        <p className="mt-3">No longer shown</p>
      </li>
    );
  }
  return (
    <li style={style}>
      <article className="group focus-frame relative">
        {picture ? (
          <PostPicture picture={picture} sizes={sizes ?? approximateSizes(ratio)} load={load} />
        ) : (
          <div className="aspect-square bg-sunken" />
        )}
        <h2 dir="auto" className="mt-3 line-clamp-2 font-serif text-[1.0625rem] leading-snug">
          <Link
            href={`/posts/${post.slug}`}
            prefetch={false}
            className="underline-offset-4 after:absolute after:inset-0 group-hover:underline"
          >
            {marked ? <HighlightedText text={marked.title} /> : post.title}
          </Link>
        </h2>
        <p className="mt-1 flex items-center gap-2 text-sm text-quiet">
          <ArtistPortrait artist={post.artist} size="small" />
          <span dir="auto" className="truncate">
            {marked ? <HighlightedText text={marked.artist} /> : post.artist.displayName}
          </span>
        </p>
        {marked?.excerpt && (
          <p dir="auto" className="mt-0.5 line-clamp-2 text-sm text-quiet">
            <HighlightedText text={marked.excerpt} />
          </p>
        )}
        <div className="mt-0.5 flex flex-wrap items-center justify-between text-sm tabular-nums">
          <p>
            <PostStatusLine id={post.id} status={post.status} heldUntil={post.heldUntil} shown={post.shown} />
          </p>
          <SaveButton id={post.id} title={post.title} />
        </div>
      </article>
    </li>
  );
}

/**
 * The width of a picture in a sparse row. Not `auto`: Chromium never frees such images, even after they were removed
 * from the page.
 */
function approximateSizes(ratio: number): string {
  return `(min-width: 80rem) ${Math.round(ratio * 420)}px, (min-width: 40rem) ${Math.round(ratio * 370)}px, 92vw`;
}

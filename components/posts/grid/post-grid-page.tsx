'use client';

import { memo, useEffect, useRef, useState } from 'react';
import type { QuotedCardDto } from '#lib/domain/posts/post-dto.ts';
import { observeAgain, observeNearViewport } from './near-viewport-observer.ts';
import { PostCard } from './post-card.tsx';

type Props = {
  posts: QuotedCardDto[];
  /** Their `sizes` attributes; empty if the server did not compute them. */
  sizes: string[];
  /** The height in px if the page starts as an empty placeholder; null if it starts with its works. */
  placeholderHeight: number | null;
  index: number;
  /** Whether more works follow, so that the last row is to be filled. */
  isFull: boolean;
  /** Called when its works are rendered. */
  onShow(index: number): void;
};

/**
 * One page of a post grid. Far from the window its works are replaced by an empty placeholder of the same height, so
 * that memory does not grow with the length of the list.
 */
export const PostGridPage = memo(function PostGridPage({
  posts,
  sizes,
  placeholderHeight,
  index,
  isFull,
  onShow,
}: Props) {
  const list = useRef<HTMLUListElement>(null);
  const [height, setHeight] = useState(placeholderHeight);
  const isShown = height === null;

  useEffect(() => {
    const element = list.current;
    if (!element) return;
    return observeNearViewport(element, (isNear) => {
      if (isNear) return setHeight(null);
      // Removing the focused element would lose the focus.
      if (element.contains(document.activeElement)) return;
      setHeight((current) => current ?? element.getBoundingClientRect().height);
    });
  }, []);
  useEffect(() => {
    if (isShown) onShow(index);
  }, [isShown, index, onShow]);

  if (!isShown) return <ul ref={list} aria-hidden style={{ height }} />;
  return (
    <ul
      ref={list}
      className="post-grid"
      data-full={isFull || undefined}
      onBlur={({ currentTarget }) => observeAgain(currentTarget)}
    >
      {posts.map((post, position) => (
        <PostCard key={post.id} post={post} sizes={sizes[position]} load={index === 0 ? loadOf(position) : 'lazy'} />
      ))}
    </ul>
  );
});

/** The works that are visible without scrolling, and those of them that are visible on a phone. */
const EAGER_WORKS = 4;
const FIRST_WORKS = 2;

function loadOf(position: number) {
  if (position >= EAGER_WORKS) return 'lazy';
  return position < FIRST_WORKS ? 'first' : 'eager';
}

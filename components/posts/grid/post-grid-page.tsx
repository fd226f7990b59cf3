'use client';

import { memo, useEffect, useRef, useState } from 'react';
import type { QuotedCardDto } from '#lib/domain/posts/post-dto.ts';
import { observeAgain, observeNearViewport } from './near-viewport-observer.ts';
import { PostCard } from './post-card.tsx';

type Props = {
  posts: QuotedCardDto[];
  /** Their sizes attributes, as far as their places on the wall were known when the page was made. */
  sizes: string[];
  /** Its height in px where it begins as an empty space; null where its works are there. */
  keptHeight: number | null;
  index: number;
  /** Hears when its works are there. */
  onShow(index: number): void;
};

/**
 * One page of a wall. Far from the window its works are taken out and their space is kept, so that a browser's memory
 * does not grow with what was scrolled by.
 */
export const PostGridPage = memo(function PostGridPage({ posts, sizes, keptHeight, index, onShow }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const [height, setHeight] = useState(keptHeight);
  const isShown = height === null;

  useEffect(() => {
    const element = list.current;
    if (!element) return;
    return observeNearViewport(element, (isNear) => {
      if (isNear) return setHeight(null);
      // Who stands in it with the keyboard would be lost.
      if (element.contains(document.activeElement)) return;
      setHeight((known) => known ?? element.getBoundingClientRect().height);
    });
  }, []);
  useEffect(() => {
    if (isShown) onShow(index);
  }, [isShown, index, onShow]);

  if (!isShown) return <ul ref={list} aria-hidden style={{ height }} />;
  return (
    <ul ref={list} className="wall" onBlur={({ currentTarget }) => observeAgain(currentTarget)}>
      {posts.map((post, place) => (
        <PostCard key={post.id} post={post} sizes={sizes[place]} load={index === 0 ? loadOf(place) : 'lazy'} />
      ))}
    </ul>
  );
});

/** Works of the first rows, which are seen before anything is scrolled, and those of them that a telephone shows. */
const EAGER = 4;
const FIRST = 2;

function loadOf(place: number) {
  if (place >= EAGER) return 'lazy';
  return place < FIRST ? 'first' : 'eager';
}

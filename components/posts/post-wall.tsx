import type { QuotedPage } from '#lib/domain/post-view.ts';
import { wallSizes } from '#lib/domain/wall.ts';
import { LoadMore } from './load-more.tsx';
import { PostCard } from './post-card.tsx';

/** Works of the first rows, which are seen before anything is scrolled, and those of them that a telephone shows. */
const EAGER = 4;
const FIRST = 2;

/**
 * One page of works and the way to the next: a plain link, which adds to the page where JavaScript runs.
 * @param path the address of the first page, without a query.
 * @param note what has to be said about the prices.
 * @param currency the visitor's.
 */
export function PostWall({
  page,
  note,
  path,
  currency,
  artist,
}: {
  page: QuotedPage;
  note: string | null;
  path: string;
  currency: string;
  artist?: string;
}) {
  const ratios = page.posts.map(({ picture }) => (picture ? picture.width / picture.height : 1));
  const sizes = wallSizes(ratios, EAGER);
  return (
    <>
      <ul className="wall">
        {page.posts.map((post, index) => (
          <PostCard
            key={post.id}
            post={post}
            sizes={sizes[index]}
            load={index < FIRST ? 'first' : index < EAGER ? 'eager' : 'lazy'}
          />
        ))}
      </ul>
      {page.next && <LoadMore key={page.next} path={path} currency={currency} artist={artist} next={page.next} />}
      {note && <p className="mt-16 text-center text-sm text-balance text-quiet">{note}</p>}
    </>
  );
}

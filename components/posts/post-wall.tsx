import type { QuotedPage } from '#lib/domain/post-view.ts';
import { LoadMore } from './load-more.tsx';
import { PostCard } from './post-card.tsx';

/** Works of the first row, which are seen before anything is scrolled. */
const EAGER = 4;

/**
 * One page of works and the way to the next: a plain link, which adds to the page where JavaScript runs.
 * @param path the address of the first page, with its query if it has one.
 * @param api the same list as JSON, such as `/api/posts?currency=EUR`; it answers with `{ posts, next }`.
 * @param note what has to be said about the prices.
 */
export function PostWall({
  page,
  note,
  path,
  api,
}: {
  page: QuotedPage;
  note: string | null;
  path: string;
  api: string;
}) {
  return (
    <>
      <ul className="wall">
        {page.posts.map((post, index) => (
          <PostCard key={post.id} post={post} eager={index < EAGER} />
        ))}
      </ul>
      {page.next && <LoadMore key={page.next} path={path} api={api} next={page.next} />}
      {note && <p className="mt-16 text-center text-sm text-balance text-quiet">{note}</p>}
    </>
  );
}

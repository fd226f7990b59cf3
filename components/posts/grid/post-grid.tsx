import type { QuotedPage } from '#lib/domain/posts/post-dto.ts';
import { gridSizes } from './grid-layout.ts';
import { InfinitePostGrid } from './infinite-post-grid.tsx';

/**
 * One page of works and the way to the next: a plain link, which adds to the page where JavaScript runs.
 * @param path the address of the first page, with its query if it has one.
 * @param api the same list as JSON, such as `/api/posts?currency=EUR`; it answers with `{ posts, next }`.
 * @param note what has to be said about the prices.
 */
export function PostGrid({
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
  const ratios = page.posts.map(({ picture }) => (picture ? picture.width / picture.height : 1));
  const sizes = gridSizes(ratios, ratios.length);
  return (
    <>
      <InfinitePostGrid
        key={`${api} ${page.posts[0]?.id} ${page.next}`}
        first={page}
        sizes={sizes}
        path={path}
        api={api}
      />
      {note && <p className="mt-16 text-center text-sm text-balance text-quiet">{note}</p>}
    </>
  );
}

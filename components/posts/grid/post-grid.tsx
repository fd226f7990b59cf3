import type { QuotedPage } from '#lib/domain/posts/post-dto.ts';
import { gridSizes } from './grid-layout.ts';
import { InfinitePostGrid } from './infinite-post-grid.tsx';
import { PricesNote } from './prices-note.tsx';

/**
 * A list of works, page by page:
 * 1. PostGrid is rendered on the server with one page of works and a plain link to the next page.
 * 2. InfinitePostGrid (in the browser) adds further pages in place of following the link, and renders only the pages
 *    near the window: post-grid-page.tsx.
 * 3. While the visitor scrolls, list-history.ts saves the pages and the scroll position for the history entry, in
 *    memory and in the session storage: use-scroll-restoration.ts.
 * 4. When the visitor comes back, use-infinite-posts.ts restores them. After a page load, the scripts of
 *    restore-before-paint.ts show the stored markup before the first paint, until hydration has restored the list.
 * @param path the URL of the first page, with its query if it has one
 * @param api the same list as JSON, such as `/api/posts?currency=EUR`; the response is `{ posts, next }`
 * @param note a sentence about the prices, or null
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
  const sizes = gridSizes(ratios, ratios.length, page.next !== null);
  return (
    <>
      <InfinitePostGrid
        key={`${api} ${page.posts[0]?.id} ${page.next}`}
        first={page}
        sizes={sizes}
        path={path}
        api={api}
      />
      <PricesNote>{note}</PricesNote>
    </>
  );
}

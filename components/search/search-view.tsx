import { PostWall } from '#components/posts/post-wall.tsx';
import type { FoundPage, SearchCounts, SearchQuery } from '#lib/domain/search.ts';

type Props = { query: SearchQuery; page: FoundPage; counts: SearchCounts; note: string | null; currency: string };

/** What was looked for, found and counted. */
export function SearchView({ page, note, currency }: Props) {
  return <PostWall page={page} note={note} path="/search" currency={currency} />;
}

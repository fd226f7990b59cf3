import { PostWall } from '#components/posts/post-wall.tsx';
import {
  type FoundPage,
  type SearchCounts,
  type SearchQuery,
  searchAddress,
  searchParams,
} from '#lib/domain/search.ts';

type Props = { query: SearchQuery; page: FoundPage; counts: SearchCounts; note: string | null; currency: string };

/** What was looked for, found and counted. */
export function SearchView({ query, page, note, currency }: Props) {
  const path = searchAddress(query);
  const api = `/api/search?${[searchParams(query), `currency=${currency}`].filter(Boolean).join('&')}`;
  return <PostWall page={page} note={note} path={path} api={api} />;
}

import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { SearchView } from '#components/search/search-view.tsx';
import { defaultSort, EVERYTHING, type SearchQuery, searchAddress, searchParams } from '#lib/domain/search/search.ts';
import { readSearchKey } from '#lib/domain/search/search-key.ts';
import { parseSearch } from '#lib/schemas/search.ts';
import { cachedSearch } from '#server/page-cache/search-results.ts';

export const dynamic = 'force-static';
export const generateStaticParams = () => [];

type Props = { params: Promise<{ currency: string; query: string }> };

async function readParams(params: Props['params']) {
  const { currency, query: key } = await params;
  const text = readSearchKey(key);
  if (text === null) notFound();
  const values = new URLSearchParams(text);
  return { currency, query: parseSearch(values), after: values.get('after') };
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { currency, query, after } = await readParams(params);
  const isPlain = after === null && searchParams(query) === searchParams(wordsAlone(query));
  const isShown = isPlain && ((await cachedSearch(currency, query))?.page.posts.length ?? 0) > 0;
  return {
    title: query.q === '' ? 'Search' : `“${query.q}”`,
    description: 'Search all works by words, price, medium, year, size, colour and artist.',
    alternates: { canonical: searchAddress(query) },
    // Any number of filters can be put together, and words that no work has are somebody else's.
    ...(!isShown && { robots: { index: false, follow: true } }),
  };
}

const wordsAlone = ({ q }: SearchQuery): SearchQuery => ({ ...EVERYTHING, q, sort: defaultSort({ q }) });

/** What was looked for, found and counted. */
export default async function SearchPage({ params }: Props) {
  const { currency, query, after } = await readParams(params);
  const found = await cachedSearch(currency, query, after);
  if (!found) notFound();
  return <SearchView query={query} currency={currency} {...found} />;
}

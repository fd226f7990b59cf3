import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { gridSizes } from '#components/posts/grid/grid-layout.ts';
import { SearchPage } from '#components/search/search-page.tsx';
import { defaultSort, EVERYTHING, type SearchQuery, searchParams, searchUrl } from '#lib/domain/search/search.ts';
import { readSearchKey } from '#lib/domain/search/search-key.ts';
import { parseSearch } from '#lib/schemas/search.ts';
import { searchTitle } from '#lib/view/search-labels.ts';
import { cachedSearch } from '#server/page-cache/search-results.ts';

export const dynamic = 'force-static';
export const generateStaticParams = () => [];

type Props = { params: Promise<{ currency: string; query: string }> };

/** The search that a key of server/page-cache/public-pages.ts stands for; parsed once for page and metadata. */
const readSearch = cache((key: string) => {
  const text = readSearchKey(key);
  if (text === null) notFound();
  const values = new URLSearchParams(text);
  return { query: parseSearch(values), after: values.get('after') };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { currency, query: key } = await params;
  const { query, after } = readSearch(key);
  if (after !== null && !(await cachedSearch(currency, query, after))) notFound();
  const isPlain = after === null && searchParams(query) === searchParams(wordsAlone(query));
  const hasResults = isPlain && ((await cachedSearch(currency, query))?.page.posts.length ?? 0) > 0;
  return {
    title: searchTitle(query),
    description: 'Search all works by words, price, medium, year, size, colour and artist.',
    alternates: { canonical: searchUrl(query) },
    // Filters can be combined without end, and words that no work has are not ours to be found by.
    ...(!hasResults && { robots: { index: false, follow: true } }),
  };
}

const wordsAlone = ({ q }: SearchQuery): SearchQuery => ({ ...EVERYTHING, q, sort: defaultSort({ q }) });

export default async function SearchResultsPage({ params }: Props) {
  const { currency, query: key } = await params;
  const { query, after } = readSearch(key);
  const results = await cachedSearch(currency, query, after);
  if (!results) notFound();
  const ratios = results.page.posts.map(({ picture }) => (picture ? picture.width / picture.height : 1));
  const sizes = gridSizes(ratios, ratios.length, results.page.next !== null);
  return <SearchPage initial={results} currency={currency} sizes={sizes} />;
}

import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { SearchView } from '#components/search/search-view.tsx';
import { searchAddress } from '#lib/domain/search.ts';
import { readSearchKey } from '#lib/domain/search-key.ts';
import { parseSearch } from '#lib/schemas/search.ts';
import { cachedSearch } from '../../../../_cache/search-pages.ts';

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
  const { query, after } = await readParams(params);
  const isPlain = searchAddress({ ...query, q: '' }) === '/search' && after === null;
  return {
    title: query.q === '' ? 'Search' : `“${query.q}”`,
    description: 'Search all works by words, price, medium, year, size, colour and artist.',
    alternates: { canonical: searchAddress(query) },
    // Any number of filters can be put together; the works themselves are what is to be found.
    ...(!isPlain && { robots: { index: false, follow: true } }),
  };
}

/** What was looked for, found and counted. */
export default async function SearchPage({ params }: Props) {
  const { currency, query, after } = await readParams(params);
  const found = await cachedSearch(currency, query, after);
  if (!found) notFound();
  return <SearchView query={query} currency={currency} {...found} />;
}

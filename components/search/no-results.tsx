import Link from 'next/link';
import { describeWorkCount } from '#lib/domain/posts/post-count.ts';
import type { ZeroResultSuggestion } from '#lib/domain/search/search.ts';
import { searchAddress } from '#lib/domain/search/search.ts';

const link = 'underline underline-offset-4 hover:no-underline';

/** Where nothing was found: searches close to this one that find something. */
export function NoResults({ words, ways }: { words: string; ways: readonly ZeroResultSuggestion[] }) {
  return (
    <div className="max-w-xl py-10 sm:py-16">
      <h2 className="font-serif text-2xl sm:text-3xl">
        {words === ''
          ? 'No results'
          : `No work is about “${words}”${ways.some(({ kind }) => kind === 'filter') ? ' with these filters' : ''}.`}
      </h2>
      {ways.length > 0 ? (
        <ul className="mt-6 space-y-2.5">
          {ways.map(({ kind, label, query, works }) => (
            <li key={`${kind} ${label}`}>
              <Link href={searchAddress(query)} prefetch={false} rel="nofollow" className={link}>
                {TEXTS[kind](label)}
              </Link>
              {works && <span className="text-quiet tabular-nums"> {describeWorkCount(works)}</span>}
            </li>
          ))}
        </ul>
      ) : (
        <p className="mt-4 text-quiet">Try fewer or other words, or their beginnings.</p>
      )}
      <p className="mt-6">
        <Link href="/search" prefetch={false} className={link}>
          All works
        </Link>
      </p>
    </div>
  );
}

const TEXTS: Record<ZeroResultSuggestion['kind'], (label: string) => string> = {
  filter: (label) => `Without “${label}”`,
  word: (label) => `Only “${label}”`,
  guess: (label) => `Perhaps “${label}”`,
};

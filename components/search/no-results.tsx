import Link from 'next/link';
import { formatPostCount } from '#lib/domain/posts/post-count.ts';
import type { ZeroResultSuggestion } from '#lib/domain/search/search.ts';
import { searchUrl } from '#lib/domain/search/search.ts';

const link = 'underline underline-offset-4 hover:no-underline';

type Props = {
  words: string;
  suggestions: readonly ZeroResultSuggestion[];
  /** Shows the search of a URL in place. */
  onOpen(url: string): void;
};

/** Shown without results: searches close to this one that have some. */
export function NoResults({ words, suggestions, onOpen }: Props) {
  return (
    <div className="max-w-xl py-10 sm:py-16">
      <h2 className="font-serif text-2xl sm:text-3xl">
        {words === '' ? (
          'No results'
        ) : (
          <>
            No work is about “<bdi>{words}</bdi>”
            {suggestions.some(({ kind }) => kind === 'filter') && ' with these filters'}.
          </>
        )}
      </h2>
      {suggestions.length > 0 ? (
        <ul className="mt-6 space-y-2.5">
          {suggestions.map(({ kind, label, query, works }) => (
            <li key={`${kind} ${label}`}>
              <Link
                href={searchUrl(query)}
                onNavigate={(event) => {
                  event.preventDefault();
                  onOpen(searchUrl(query));
                }}
                prefetch={false}
                rel="nofollow"
                className={link}
              >
                {TEXTS[kind]} “<bdi>{label}</bdi>”
              </Link>
              {works && <span className="text-quiet tabular-nums"> {formatPostCount(works)}</span>}
            </li>
          ))}
        </ul>
      ) : (
        <p className="mt-4 text-quiet">Try fewer or other words, or their beginnings.</p>
      )}
      <p className="mt-6">
        <Link
          href="/search"
          onNavigate={(event) => {
            event.preventDefault();
            onOpen('/search');
          }}
          prefetch={false}
          className={link}
        >
          All works
        </Link>
      </p>
    </div>
  );
}

const TEXTS: Record<ZeroResultSuggestion['kind'], string> = {
  filter: 'Without',
  word: 'Only',
  guess: 'Perhaps',
};

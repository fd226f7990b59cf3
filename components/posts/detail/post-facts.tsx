import type { ReactNode } from 'react';
import type { PostDto } from '#lib/domain/posts/post-dto.ts';
import { SearchLink } from './search-link.tsx';

/** What is known about a work in a few words; nothing where nothing is. */
export function PostFacts({ post: { medium, year, dimensions } }: { post: PostDto }) {
  const facts: [name: string, value: ReactNode][] = [
    ['Medium', medium && <SearchLink query={{ medium }}>{medium}</SearchLink>],
    ['Year', year],
    ['Dimensions', dimensions],
  ];
  const known = facts.filter(([, value]) => value !== null);
  if (known.length === 0) return null;
  return (
    <dl className="mt-8 grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1.5 border-t border-line pt-8 text-sm">
      {known.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-quiet">{name}</dt>
          <dd>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}

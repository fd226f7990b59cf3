import Link from 'next/link';
import type { ReactNode } from 'react';
import { ArtistLine } from '#components/artists/artist-line.tsx';
import type { Money } from '#lib/domain/money/money.ts';
import type { PostDto } from '#lib/domain/posts/post-dto.ts';
import { EVERYTHING, type SearchQuery, searchUrl } from '#lib/domain/search/search.ts';
import { BuyBox } from './buy-box.tsx';
import { PostPictures } from './post-pictures.tsx';

type Props = {
  post: PostDto;
  shown: Money;
  /** How the shown price was converted; null if it was not. */
  note: string | null;
  /** For its artist, before it is saved: nobody can buy it. */
  isPreview?: boolean;
};

/**
 * A work with all its pictures on one side and its details, which stay in view, on the other.
 */
export function PostDetail({ post, shown, note, isPreview = false }: Props) {
  const details: [name: string, value: ReactNode][] = [
    ['Medium', post.medium && <SearchLink query={{ medium: post.medium }}>{post.medium}</SearchLink>],
    ['Year', post.year],
    ['Dimensions', post.dimensions],
  ];
  const known = details.filter(([, value]) => value !== null);
  return (
    <article className="grid grid-cols-[minmax(0,1fr)] gap-x-16 gap-y-10 lg:grid-cols-[minmax(0,1fr)_24rem]">
      <PostPictures title={post.title} pictures={post.pictures} />
      <div className="min-w-0 lg:sticky lg:top-10 lg:self-start">
        <h1 dir="auto" className="font-serif text-3xl leading-tight sm:text-4xl">
          {post.title}
        </h1>
        <ArtistLine artist={post.artist} />
        {post.description && (
          <p dir="auto" className="mt-5 leading-relaxed">
            {post.description}
          </p>
        )}
        <div className="mt-8 border-t border-line pt-8">
          <BuyBox
            post={{
              id: post.id,
              slug: post.slug,
              status: post.status,
              heldUntil: post.heldUntil,
              artist: { username: post.artist.username },
            }}
            shown={shown}
            note={note}
            isPreview={isPreview}
          />
        </div>
        {known.length > 0 && (
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
        )}
        {post.content && (
          <div className="mt-8 space-y-4 border-t border-line pt-8 leading-relaxed">
            {post.content.split(/\n{2,}/).map((paragraph, index) => (
              // Paragraphs never move, so their index is a stable key.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              <p key={index} dir="auto" className="whitespace-pre-line">
                {paragraph}
              </p>
            ))}
          </div>
        )}
        {post.tags.length > 0 && (
          <ul className="mt-8 flex flex-wrap gap-x-4 gap-y-1 text-sm text-quiet" aria-label="Tags">
            {post.tags.map((tag) => (
              <li key={tag} dir="auto">
                <SearchLink query={{ tag }}>{tag}</SearchLink>
              </li>
            ))}
          </ul>
        )}
      </div>
    </article>
  );
}

/** A link to all works with the same property. */
function SearchLink({ query, children }: { query: Partial<SearchQuery>; children: ReactNode }) {
  return (
    <Link
      href={searchUrl({ ...EVERYTHING, ...query })}
      prefetch={false}
      className="underline-offset-4 hover:text-ink hover:underline"
    >
      {children}
    </Link>
  );
}

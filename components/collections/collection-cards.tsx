import Link from 'next/link';
import { PostPicture } from '#components/posts/post-picture.tsx';
import { ScrollRow } from '#components/ui/scroll-row.tsx';
import type { CollectionDto } from '#lib/domain/collections.ts';
import type { PostCardDto } from '#lib/domain/posts/post-dto.ts';

/** The current collections, each with the picture of its first work. Nothing without any. */
export function CollectionCards({ collections }: { collections: readonly (CollectionDto & { first: PostCardDto })[] }) {
  if (collections.length === 0) return null;
  return (
    <section aria-labelledby="collections" className="mb-12 sm:mb-16">
      <h2 id="collections" className="font-serif text-2xl">
        Collections
      </h2>
      <ScrollRow className="mt-4">
        {collections.map(({ id, slug, title, text, first }) => (
          <li key={id} className="focus-frame group relative w-60 shrink-0 snap-start">
            {first.picture ? (
              <div className="h-40 overflow-hidden *:h-full *:object-cover">
                <PostPicture picture={{ ...first.picture, avif: false, alt: '' }} sizes="15rem" upTo={720} />
              </div>
            ) : (
              <div className="h-40 bg-sunken" />
            )}
            <h3 dir="auto" className="mt-3 line-clamp-2 font-serif text-lg leading-snug">
              <Link
                href={`/collections/${slug}`}
                prefetch={false}
                className="underline-offset-4 after:absolute after:inset-0 group-hover:underline"
              >
                {title}
              </Link>
            </h3>
            {text && (
              <p dir="auto" className="mt-1 line-clamp-2 text-sm text-quiet">
                {text}
              </p>
            )}
          </li>
        ))}
      </ScrollRow>
    </section>
  );
}

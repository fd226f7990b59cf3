import Link from 'next/link';
import { PostPicture } from '#components/posts/post-picture.tsx';
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
      <ul className="-mx-4 mt-4 flex snap-x scroll-px-4 gap-5 overflow-x-auto px-4 pt-2 pb-4 sm:-mx-8 sm:scroll-px-8 sm:gap-7 sm:px-8">
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
      </ul>
    </section>
  );
}

import Link from 'next/link';
import type { CSSProperties } from 'react';
import type { Money } from '#lib/domain/money.ts';
import type { PostView } from '#lib/domain/post-view.ts';
import { BuyBox } from './buy-box.tsx';
import { PostPicture } from './post-picture.tsx';

/**
 * A work with all its pictures on one side and its facts, which stay in view, on the other.
 * @param note how the price that is shown came about.
 */
export function PostDetail({ post, shown, note }: { post: PostView; shown: Money; note: string | null }) {
  const facts = [
    ['Medium', post.medium],
    ['Year', post.year],
    ['Dimensions', post.dimensions],
  ].filter(([, value]) => value !== null);
  return (
    <article className="grid gap-x-16 gap-y-10 lg:grid-cols-[minmax(0,1fr)_24rem]">
      <ul className="space-y-6 sm:space-y-10">
        {post.pictures.map((picture, index) => (
          <li key={picture.id} style={{ '--ratio': (picture.width / picture.height).toFixed(4) } as CSSProperties}>
            <PostPicture
              picture={picture}
              sizes="(min-width: 96rem) 60rem, (min-width: 64rem) calc(100vw - 34rem), 100vw"
              eager={index === 0}
              className="mx-auto w-[min(100%,calc(88vh*var(--ratio)))]!"
            />
          </li>
        ))}
      </ul>
      <div className="lg:sticky lg:top-10 lg:self-start">
        <h1 className="font-serif text-3xl leading-tight sm:text-4xl">{post.title}</h1>
        <p className="mt-2">
          <Link
            href={`/artists/${post.artist.username}`}
            prefetch={false}
            className="text-quiet underline-offset-4 hover:text-ink hover:underline"
          >
            {post.artist.displayName}
          </Link>
        </p>
        {post.description && <p className="mt-5 leading-relaxed">{post.description}</p>}
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
          />
        </div>
        {facts.length > 0 && (
          <dl className="mt-8 grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 border-t border-line pt-8 text-sm">
            {facts.map(([name, value]) => (
              <div key={name} className="contents">
                <dt className="text-quiet">{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
        {post.content && (
          <div className="mt-8 space-y-4 border-t border-line pt-8 leading-relaxed">
            {post.content.split(/\n{2,}/).map((paragraph, index) => (
              // Paragraphs never move, so their place is a fine key.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              <p key={index} className="whitespace-pre-line">
                {paragraph}
              </p>
            ))}
          </div>
        )}
        {post.tags.length > 0 && (
          <ul className="mt-8 flex flex-wrap gap-x-4 gap-y-1 text-sm text-quiet" aria-label="Tags">
            {post.tags.map((tag) => (
              <li key={tag}>{tag}</li>
            ))}
          </ul>
        )}
      </div>
    </article>
  );
}

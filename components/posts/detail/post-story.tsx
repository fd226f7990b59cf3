import type { PostDto } from '#lib/domain/posts/post-dto.ts';
import { SearchLink } from './search-link.tsx';

/** What the artist wrote about a work, and its tags; nothing where there is neither. */
export function PostStory({ post: { description, content, tags } }: { post: PostDto }) {
  if (!description && !content && tags.length === 0) return null;
  return (
    <section aria-labelledby="story" className="min-w-0 max-w-2xl border-t border-line pt-8">
      <h2 id="story" className="font-serif text-2xl">
        About this work
      </h2>
      {description && (
        <p dir="auto" className="mt-5 text-lg leading-relaxed">
          {description}
        </p>
      )}
      {content && (
        <div className="mt-5 space-y-4 leading-relaxed">
          {content.split(/\n{2,}/).map((paragraph, index) => (
            // Paragraphs never move, so their index is a stable key.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <p key={index} dir="auto" className="whitespace-pre-line">
              {paragraph}
            </p>
          ))}
        </div>
      )}
      {tags.length > 0 && (
        <ul className="mt-6 flex flex-wrap gap-x-4 gap-y-1 text-sm text-quiet" aria-label="Tags">
          {tags.map((tag) => (
            <li key={tag} dir="auto">
              <SearchLink query={{ tag }}>{tag}</SearchLink>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

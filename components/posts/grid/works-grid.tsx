import type { QuotedCardDto } from '#lib/domain/posts/post-dto.ts';
import { gridSizes } from './grid-layout.ts';
import { PostCard } from './post-card.tsx';

/** All works of a list in rows, as in the gallery, for lists that have no further pages in place. */
export function WorksGrid({ posts }: { posts: readonly QuotedCardDto[] }) {
  const sizes = gridSizes(
    posts.map(({ picture }) => (picture ? picture.width / picture.height : 1)),
    posts.length,
  );
  return (
    <ul className="post-grid">
      {posts.map((post, index) => (
        <PostCard key={post.id} post={post} sizes={sizes[index]} />
      ))}
    </ul>
  );
}

import { buttonClass } from '#components/ui/button.tsx';
import type { PostDto } from '#lib/domain/posts/post-dto.ts';
import { PostDetail } from './detail/post-detail.tsx';

/** The page of a work as its form would make it, for its artist alone, with the way back to the form. */
export function PostPreview({ post, formUrl }: { post: PostDto; formUrl: string }) {
  return (
    <>
      <section
        aria-label="Preview"
        className="mb-8 flex flex-wrap items-center justify-between gap-4 rounded-md border border-line bg-raised p-4"
      >
        <p className="text-sm">
          <strong>This is a preview.</strong> Only you see it, and nothing has been saved yet.
        </p>
        {/* Not a client-side navigation: the form begins with what was typed. */}
        <a href={formUrl} className={buttonClass('quiet')}>
          Back to the form
        </a>
      </section>
      <PostDetail post={post} shown={post.price} note={null} isPreview />
    </>
  );
}

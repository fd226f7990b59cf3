import { SubmitButton } from '#components/ui/submit-button.tsx';
import type { QuotedCardDto } from '#lib/domain/posts/post-dto.ts';

/** Takes works out without JavaScript: one form for each. */
export function SavedRows({ posts }: { posts: readonly QuotedCardDto[] }) {
  return (
    <ul className="mt-10 hidden divide-y divide-line border-t border-line noscript:block">
      {posts.map(({ id, slug, title }) => (
        <li key={id} className="flex items-center justify-between gap-6 py-3">
          <bdi className="min-w-0 truncate">{title}</bdi>
          <form action={`/posts/${slug}/save`} method="post">
            <input type="hidden" name="remove" value="1" />
            <SubmitButton variant="text" pendingText="One moment…">
              Take out<span className="sr-only">: {title}</span>
            </SubmitButton>
          </form>
        </li>
      ))}
    </ul>
  );
}

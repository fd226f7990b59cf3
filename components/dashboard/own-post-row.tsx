import Link from 'next/link';
import { LocalTime } from '#components/posts/local-time.tsx';
import { PostPicture } from '#components/posts/post-picture.tsx';
import { SoldBadge } from '#components/posts/post-status-line.tsx';
import { ConfirmedButton } from '#components/ui/confirmed-button.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { formatMoney } from '#lib/domain/money/money.ts';
import type { PostCardDto } from '#lib/domain/posts/post-dto.ts';

type Props = {
  post: PostCardDto & { visitors: number; isWaiting: boolean; hidden: string | null };
  action: (form: FormData) => Promise<void>;
  duplicate: (form: FormData) => Promise<void>;
  /** Random: “Duplicate” pressed twice makes one draft. */
  formKey: string;
};

/** One of the artist's works: its state, its number of visitors and the possible actions. */
export function OwnPostRow({ post, action, duplicate, formKey }: Props) {
  const isFixed = post.status === 'SOLD' || post.heldUntil !== null;
  return (
    <li className="flex items-start gap-4 border-b border-line py-5 sm:items-center sm:gap-6">
      <div className="w-20 shrink-0 sm:w-24">
        {post.picture ? (
          <PostPicture picture={{ ...post.picture, alt: '' }} sizes="6rem" />
        ) : (
          <div className="aspect-square bg-sunken" />
        )}
      </div>
      <div className="min-w-0 grow sm:grid sm:grid-cols-[1fr_9rem_9rem] sm:items-center sm:gap-6">
        <div className="min-w-0">
          <h2 dir="auto" className="focus-frame truncate font-serif text-lg">
            {post.status === 'DRAFT' || post.hidden !== null ? (
              post.title
            ) : (
              <Link href={`/posts/${post.slug}`} prefetch={false} className="underline-offset-4 hover:underline">
                {post.title}
              </Link>
            )}
          </h2>
          <p className="text-sm text-quiet tabular-nums">
            {formatMoney(post.price)} ·{' '}
            <Link
              href={`/dashboard/works/${post.slug}/visitors`}
              prefetch={false}
              className="underline underline-offset-4 hover:text-ink"
            >
              {post.visitors.toLocaleString('en')} {post.visitors === 1 ? 'visitor' : 'visitors'}
              <span className="sr-only">
                {' '}
                of <bdi>{post.title}</bdi>
              </span>
            </Link>
          </p>
        </div>
        <p className="mt-1 text-sm sm:mt-0">
          {post.status === 'SOLD' ? (
            <SoldBadge />
          ) : post.heldUntil ? (
            <>
              Reserved until <LocalTime time={post.heldUntil} />
            </>
          ) : post.status === 'LISTED' ? (
            'Published'
          ) : post.isWaiting ? (
            'Waiting for approval'
          ) : (
            'Draft'
          )}
        </p>
        {post.isWaiting && post.hidden === null && (
          <p className="mt-2 text-sm text-quiet sm:col-span-3 sm:row-start-2">
            The shop looks at first works before they are public. You get a mail when it has.
          </p>
        )}
        {post.hidden !== null && (
          <p className="mt-2 text-sm wrap-anywhere text-accent sm:col-span-3 sm:row-start-2">
            Hidden by the shop: visitors do not see this work, and nobody can buy it.
            {post.hidden && (
              <>
                {' '}
                The reason: <bdi>{post.hidden}</bdi>
              </>
            )}{' '}
            <Link href="/dashboard/decisions" prefetch={false} className="underline underline-offset-4">
              Read the decision, and answer
            </Link>
          </p>
        )}
        <div className="mt-2 flex flex-wrap gap-x-4 gap-y-1 sm:mt-0 sm:justify-end">
          {!isFixed && (
            <form action={action} className="contents">
              <input type="hidden" name="postId" value={post.id} />
              <input type="hidden" name="slug" value={post.slug} />
              <Link
                href={`/posts/${post.slug}/edit`}
                prefetch={false}
                className="text-sm text-quiet underline underline-offset-4 hover:text-ink"
              >
                Edit<span className="sr-only"> {post.title}</span>
              </Link>
              {post.status === 'LISTED' ? (
                <ConfirmedCommand
                  name="unpublish"
                  title={post.title}
                  summary="Unpublish"
                  text="It leaves the gallery and becomes a draft. You can publish it again, at its old place."
                />
              ) : (
                <Command name={post.isWaiting ? 'withdraw' : 'publish'} title={post.title} />
              )}
              {post.status === 'DRAFT' && (
                <ConfirmedCommand
                  name="delete"
                  title={post.title}
                  summary="Delete"
                  text="The draft and its pictures are deleted. This cannot be undone."
                />
              )}
            </form>
          )}
          <form action={duplicate} className="contents">
            <input type="hidden" name="postId" value={post.id} />
            <input type="hidden" name="key" value={formKey} />
            <SubmitButton variant="text" pendingText="…">
              Duplicate<span className="sr-only"> {post.title}</span>
            </SubmitButton>
          </form>
        </div>
      </div>
    </li>
  );
}

const LABELS = {
  publish: 'Publish',
  unpublish: 'Unpublish',
  withdraw: 'Withdraw',
  delete: 'Delete permanently',
} as const;

type ConfirmedProps = { name: keyof typeof LABELS; title: string; summary: string; text: string };

function ConfirmedCommand({ name, title, summary, text }: ConfirmedProps) {
  return (
    <ConfirmedButton name="command" value={name} subject={` ${title}`} summary={summary} text={text}>
      {LABELS[name]}
    </ConfirmedButton>
  );
}

function Command({ name, title }: { name: keyof typeof LABELS; title: string }) {
  return (
    <SubmitButton variant="text" name="command" value={name} pendingText="…">
      {LABELS[name]}
      <span className="sr-only"> {title}</span>
    </SubmitButton>
  );
}

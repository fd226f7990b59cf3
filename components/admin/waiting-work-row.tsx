import type { ReactNode } from 'react';
import { PostPicture } from '#components/posts/post-picture.tsx';
import { formatMoney } from '#lib/domain/money/money.ts';
import type { WaitingWork } from '#lib/domain/posts/moderated-work.ts';
import { RelativeTime } from './relative-time.tsx';

type Props = {
  work: WaitingWork;
  now: Date;
  /** Its actions. */
  children: ReactNode;
};

/** A work that waits for approval, with everything that visitors would see. */
export function WaitingWorkRow({ work, now, children }: Props) {
  const { title, description, content, tags, price, artist, pictures, waitingSince } = work;
  return (
    <li className="border-b border-line py-6">
      <h2 dir="auto" className="font-serif text-lg wrap-anywhere">
        {title}
      </h2>
      <p className="text-sm wrap-anywhere text-quiet">
        <bdi>{artist.displayName}</bdi>
        {artist.displayName !== artist.username && <> ({artist.username})</>} · {formatMoney(price)} · waits since{' '}
        <RelativeTime time={waitingSince} now={now} />
      </p>
      <ul className="mt-3 flex flex-wrap gap-4">
        {pictures.map((picture) => (
          <li key={picture.id} className="w-40">
            <PostPicture picture={picture} sizes="10rem" />
          </li>
        ))}
      </ul>
      {description && (
        <p dir="auto" className="mt-3 max-w-prose text-sm">
          {description}
        </p>
      )}
      {content && (
        <details className="mt-3 text-sm">
          <summary className="w-fit text-quiet underline underline-offset-4 hover:text-ink">The story</summary>
          <p dir="auto" className="mt-2 max-w-prose whitespace-pre-line">
            {content}
          </p>
        </details>
      )}
      {tags.length > 0 && <p className="mt-3 text-sm wrap-anywhere text-quiet">Tags: {tags.join(', ')}</p>}
      <div className="mt-4 flex flex-wrap items-start gap-x-6 gap-y-3">{children}</div>
    </li>
  );
}

import Link from 'next/link';
import type { ReactNode } from 'react';
import { PostPicture } from '#components/posts/post-picture.tsx';
import { formatDate } from '#lib/domain/format-date.ts';
import type { ModeratedWork } from '#lib/domain/posts/moderated-work.ts';

type Props = {
  work: ModeratedWork;
  /** Its actions. */
  children: ReactNode;
};

const STATUS = { DRAFT: 'Draft', LISTED: 'Published', SOLD: 'Sold' } as const;

/** A work in the moderators' list: what it is, whose, and whether it is hidden. */
export function WorkRow({ work, children }: Props) {
  const { slug, title, status, artist, picture, hiddenAt, hiddenReason, hiddenWithArtist } = work;
  return (
    <li className="flex items-start gap-4 border-b border-line py-5 sm:gap-6">
      <div className="w-20 shrink-0 sm:w-24">
        {picture ? (
          <PostPicture picture={{ ...picture, alt: '' }} sizes="6rem" />
        ) : (
          <div className="aspect-square bg-sunken" />
        )}
      </div>
      <div className="min-w-0 grow">
        <h2 dir="auto" className="font-serif text-lg wrap-anywhere">
          {hiddenAt ? (
            title
          ) : (
            <Link href={`/posts/${slug}`} prefetch={false} className="underline-offset-4 hover:underline">
              {title}
            </Link>
          )}
        </h2>
        <p className="text-sm wrap-anywhere text-quiet">
          <bdi>{artist.displayName}</bdi>
          {artist.displayName !== artist.username && <> ({artist.username})</>} · {STATUS[status]}
        </p>
        {hiddenAt && (
          <p className="mt-1 text-sm wrap-anywhere text-accent">
            Hidden since <time dateTime={hiddenAt}>{formatDate(hiddenAt)}</time>
            {hiddenWithArtist && ': its artist is suspended'}
            {hiddenReason && (
              <>
                : <bdi>{hiddenReason}</bdi>
              </>
            )}
          </p>
        )}
        <div className="mt-2">{children}</div>
      </div>
    </li>
  );
}

import Link from 'next/link';
import type { ReactNode } from 'react';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import type { ArtistName } from '#lib/domain/posts/post-dto.ts';
import { ArtistPortrait } from './artist-portrait.tsx';

type Props = {
  artist: ArtistName & { id: string };
  action: (form: FormData) => Promise<void>;
  /** Hidden fields that say whose list it is. */
  children: ReactNode;
};

/** A followed artist in a list, with the button to stop. */
export function FollowedArtist({ artist, action, children }: Props) {
  const { id, username, displayName } = artist;
  return (
    <li className="flex items-center gap-4">
      <ArtistPortrait artist={artist} size="medium" />
      <Link href={`/artists/${username}`} prefetch={false} className="min-w-0 grow underline-offset-4 hover:underline">
        <bdi>{displayName}</bdi>
      </Link>
      <form action={action}>
        {children}
        <SubmitButton variant="text" name="artist" value={id} pendingText="…">
          Stop<span className="sr-only"> following {displayName}</span>
        </SubmitButton>
      </form>
    </li>
  );
}

import Link from 'next/link';
import { isClosedUsername } from '#lib/domain/leaving.ts';
import type { ArtistName } from '#lib/domain/posts/post-dto.ts';
import { ArtistPortrait } from './artist-portrait.tsx';

/** Who made a work: portrait, name and place, with a link to their page. A closed account has none. */
export function ArtistLine({ artist }: { artist: ArtistName & { place?: string } }) {
  const { username, displayName, place } = artist;
  if (isClosedUsername(username)) return <p className="mt-2 text-quiet">{displayName}</p>;
  return (
    <div className="mt-4 flex items-center gap-4">
      <ArtistPortrait artist={artist} size="medium" load="eager" />
      <div className="min-w-0">
        <p dir="auto">
          <Link href={`/artists/${username}`} prefetch={false} className="underline-offset-4 hover:underline">
            {displayName}
          </Link>
        </p>
        {place && (
          <p dir="auto" className="text-sm text-quiet">
            {place}
          </p>
        )}
      </div>
    </div>
  );
}

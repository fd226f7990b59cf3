import type { ArtistDto } from '#lib/domain/posts/post-dto.ts';

export function ArtistHeader({ artist }: { artist: ArtistDto }) {
  return (
    <header className="max-w-2xl py-8 sm:py-14">
      <h1 dir="auto" className="font-serif text-4xl tracking-tight sm:text-5xl">
        {artist.displayName}
      </h1>
      {artist.bio && (
        <p dir="auto" className="mt-5 leading-relaxed whitespace-pre-line text-quiet">
          {artist.bio}
        </p>
      )}
    </header>
  );
}

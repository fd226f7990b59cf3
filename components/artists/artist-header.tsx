import type { ArtistDto } from '#lib/domain/posts/post-dto.ts';
import { ArtistPortrait } from './artist-portrait.tsx';
import { FollowLink } from './follow-link.tsx';

/** Who an artist is, above their works: portrait, name, place and links, then what they say of themselves. */
export function ArtistHeader({ artist }: { artist: ArtistDto }) {
  const { username, displayName, place, bio, statement, links } = artist;
  return (
    <header className="py-8 sm:py-14">
      <div className="flex flex-wrap items-center gap-x-10 gap-y-6">
        <ArtistPortrait artist={artist} size="large" load="eager" />
        <div className="min-w-0">
          <h1 dir="auto" className="font-serif text-4xl tracking-tight sm:text-5xl">
            {displayName}
          </h1>
          {place && (
            <p dir="auto" className="mt-2 text-quiet">
              {place}
            </p>
          )}
          <p className="mt-5">
            <FollowLink artist={artist} />
          </p>
          {links.length > 0 && (
            <ul className="mt-4 flex flex-wrap gap-x-6 gap-y-1 text-sm" aria-label="Links">
              {links.map(({ url, label }) => (
                <li key={url}>
                  <a
                    href={url}
                    rel="me nofollow noopener"
                    dir="auto"
                    className="text-quiet underline underline-offset-4 hover:text-ink"
                  >
                    {label}
                  </a>
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
      {bio && (
        <p dir="auto" className="mt-8 max-w-2xl leading-relaxed whitespace-pre-line">
          {bio}
        </p>
      )}
      {statement && (
        <details className="mt-5 max-w-2xl">
          <summary className="text-sm text-quiet underline underline-offset-4 hover:text-ink">Artist statement</summary>
          <div className="mt-4 space-y-4 leading-relaxed">
            {statement.split(/\n{2,}/).map((paragraph, index) => (
              // Paragraphs never move, so their index is a stable key.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              <p key={index} dir="auto" className="whitespace-pre-line">
                {paragraph}
              </p>
            ))}
          </div>
        </details>
      )}
      <p className="mt-5 text-sm">
        <a
          href={`/artists/${username}/report`}
          rel="nofollow"
          className="text-quiet underline underline-offset-4 hover:text-ink"
        >
          Report this artist
        </a>
      </p>
    </header>
  );
}

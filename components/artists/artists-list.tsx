import Link from 'next/link';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { type ArtistsPage, byLetter, forSaleText, LETTERS } from '#lib/domain/posts/artists-index.ts';

/** @param letter where the list begins, if somebody chose one */
export function ArtistsList({ page, letter = null }: { page: ArtistsPage; letter?: string | null }) {
  return (
    <>
      <h1 className="pt-6 pb-6 font-serif text-3xl sm:pt-12 sm:text-4xl">Artists</h1>
      <nav aria-label="Letters" className="mb-10">
        <ul className="-mx-3 flex flex-wrap text-sm uppercase">
          {LETTERS.map((one) => (
            <li key={one}>
              <Link
                href={`/artists?letter=${one}`}
                prefetch={false}
                aria-current={one === letter ? 'true' : undefined}
                className="tab grid size-9 place-items-center text-quiet hover:text-ink aria-[current]:text-ink"
              >
                {one}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {page.artists.length === 0 ? (
        <EmptyState title="No artists here">
          <Link href="/artists" prefetch={false} className="underline underline-offset-4">
            See all from the beginning
          </Link>
        </EmptyState>
      ) : (
        <div className="gap-16 sm:columns-2 lg:columns-3">
          {byLetter(page.artists).map(({ letter: heading, artists }) => (
            <section key={heading} className="mb-10">
              <h2 className="border-b border-line pb-2 font-serif text-2xl uppercase">{heading}</h2>
              <ul className="mt-4 space-y-4">
                {artists.map(({ username, displayName, forSale }) => (
                  <li key={username} className="break-inside-avoid">
                    <p dir="auto">
                      <Link
                        href={`/artists/${username}`}
                        prefetch={false}
                        className="text-lg underline-offset-4 hover:underline"
                      >
                        {displayName}
                      </Link>
                    </p>
                    <p className="text-sm text-quiet">{forSaleText(forSale)}</p>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
      )}
      {page.next && (
        <p className="text-center">
          <Link href={`/artists?after=${page.next}`} prefetch={false} className="underline underline-offset-4">
            More artists
          </Link>
        </p>
      )}
    </>
  );
}

import Link from 'next/link';

/** Earlier and later numbered pages of a list. */
export function PageLinks({ path, page, hasMore }: { path: string; page: number; hasMore: boolean }) {
  if (page === 1 && !hasMore) return null;
  const link = 'underline underline-offset-4';
  return (
    <nav aria-label="Pages" className="mt-8 flex justify-between text-sm">
      {page > 1 ? (
        <Link href={`${path}?page=${page - 1}`} className={link}>
          Newer
        </Link>
      ) : (
        <span />
      )}
      {hasMore && (
        <Link href={`${path}?page=${page + 1}`} className={link}>
          Older
        </Link>
      )}
    </nav>
  );
}

/** The page number of an address; anything that is none is page 1. */
export function pageNumber(given: string | undefined): number {
  const page = Number(given);
  return Number.isInteger(page) && page > 0 && page < 10_000 ? page : 1;
}

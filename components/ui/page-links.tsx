import Link from 'next/link';

type Props = {
  path: string;
  /** What the URLs have besides the cursor, such as filters. */
  params?: Readonly<Record<string, string>>;
  /** Cursors of the adjacent pages; null where there is none. */
  newer: string | null;
  older: string | null;
  /** True for the page without a cursor. */
  isNewest: boolean;
};

/** Pagination of a list: the next newer page, the next older page and the newest one. */
export function PageLinks({ path, params = {}, newer, older, isNewest }: Props) {
  if (isNewest && !older) return null;
  const link = 'underline underline-offset-4';
  const url = (cursor: Record<string, string>) => {
    const query = new URLSearchParams({ ...params, ...cursor }).toString();
    return query ? `${path}?${query}` : path;
  };
  return (
    <nav aria-label="Pages" className="mt-8 flex justify-between gap-6 text-sm">
      <span className="flex gap-6">
        {!isNewest && (
          <Link href={url({})} prefetch={false} className={link}>
            Newest
          </Link>
        )}
        {newer && (
          <Link href={url({ newer })} prefetch={false} className={link}>
            Newer
          </Link>
        )}
      </span>
      {older && (
        <Link href={url({ older })} prefetch={false} className={link}>
          Older
        </Link>
      )}
    </nav>
  );
}

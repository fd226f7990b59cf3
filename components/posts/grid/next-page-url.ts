/** The URL of the page of a list after this cursor. @param first the URL of the first page, with or without a query */
export const nextPageApiUrl = (first: string, cursor: string) =>
  `${first}${first.includes('?') ? '&' : '?'}after=${encodeURIComponent(cursor)}`;

/** The same for a page's metadata; null on the last page. */
export const nextPageUrl = (first: string, cursor: string | null | undefined): string | null =>
  cursor ? nextPageApiUrl(first, cursor) : null;

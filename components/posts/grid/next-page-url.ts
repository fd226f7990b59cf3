/** The address of the page of a list that comes after this cursor. @param first the list's own, with or without a query. */
export const nextPageApiUrl = (first: string, cursor: string) =>
  `${first}${first.includes('?') ? '&' : '?'}after=${encodeURIComponent(cursor)}`;

/** The same for a page's metadata, which says where the list goes on, if it does. */
export const nextPageUrl = (first: string, cursor: string | null | undefined): string | null =>
  cursor ? nextPageApiUrl(first, cursor) : null;

/** The address of the page of a list that comes after this cursor. @param first the list's own, with or without a query. */
export const addressAfter = (first: string, cursor: string) =>
  `${first}${first.includes('?') ? '&' : '?'}after=${encodeURIComponent(cursor)}`;

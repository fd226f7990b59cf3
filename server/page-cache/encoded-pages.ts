/**
 * Pages as the bytes that are sent. A string with a character above Latin-1, such as a quotation mark, takes Node so long
 * to encode that it would halve how many of the pages are served; so that is done once, when the page is kept.
 */
const shared = globalThis as typeof globalThis & { makeYourSpaceEncodedPages?: Map<string, Buffer> };
shared.makeYourSpaceEncodedPages ??= new Map();
// By the string itself: Next sends the very one that it keeps, so that finding it compares no characters.
const encoded = shared.makeYourSpaceEncodedPages;

const ABOVE_LATIN_1 = /[^\0-\xff]/;

/** @returns how many bytes the page takes in memory, encoded as well as not. */
export function addEncoded(page: string): number {
  if (!ABOVE_LATIN_1.test(page)) return page.length;
  const bytes = Buffer.from(page);
  encoded.set(page, bytes);
  return page.length * 2 + bytes.length;
}

export const removeEncoded = (page: string): boolean => encoded.delete(page);

/** The bytes of a page that is kept; undefined for any other text. */
export const encodedPage = (page: string): Buffer | undefined => encoded.get(page);

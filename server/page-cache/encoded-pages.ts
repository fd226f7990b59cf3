/**
 * Cached pages as the bytes that are sent. Node takes so long to encode a string with a character above Latin-1, such
 * as a quotation mark, that it would halve the number of pages per second; so each page is encoded once, when it is cached.
 */
const shared = globalThis as typeof globalThis & { makeYourSpaceEncodedPages?: Map<string, Buffer> };
shared.makeYourSpaceEncodedPages ??= new Map();
// The string itself is the key: Next sends the very string that is cached, so finding it compares no characters.
const encoded = shared.makeYourSpaceEncodedPages;

const ABOVE_LATIN_1 = /[^\0-\xff]/;

/** Encodes a page that needs it. @returns the bytes that it takes in memory in all. */
export function addEncoded(page: string): number {
  if (!ABOVE_LATIN_1.test(page)) return page.length;
  const bytes = Buffer.from(page);
  encoded.set(page, bytes);
  return page.length * 2 + bytes.length;
}

export const removeEncoded = (page: string): boolean => encoded.delete(page);

/** The bytes of a cached page; undefined for any other text. */
export const encodedPage = (page: string): Buffer | undefined => encoded.get(page);

import type { KeysetPage } from '#lib/domain/keyset-page.ts';

/** The header `Link` (RFC 8288) to the neighbouring pages of a list. @param path of the list, without a query */
export function keysetLinks(
  path: string,
  { older, newer }: Pick<KeysetPage<unknown>, 'older' | 'newer'>,
): Record<string, string> {
  const links = [
    older && `<${path}?older=${encodeURIComponent(older)}>; rel="next"`,
    newer && `<${path}?newer=${encodeURIComponent(newer)}>; rel="prev"`,
  ].filter(Boolean);
  return links.length > 0 ? { link: links.join(', ') } : {};
}

/** The header `Link` to the next page of a list that has one direction. @param query of that page; null for the last one's cursor */
export function nextLink(
  path: string,
  query: Readonly<Record<string, string | null | undefined>>,
): Record<string, string> {
  if (Object.values(query).includes(null)) return {};
  const params = new URLSearchParams(Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : [])));
  return { link: `<${path}?${params}>; rel="next"` };
}

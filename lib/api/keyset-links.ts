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

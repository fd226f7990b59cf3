import type { Suggestions } from '#lib/domain/search/search.ts';

export type SuggestedLink = { href: string; text: string; kind: 'Tag' | 'Artist' | null };

/** The link of each suggestion: a word completes the typed text, a tag is a filter, an artist has a page. */
export function suggestedLinks(typed: string, { words, tags, artists }: Suggestions): SuggestedLink[] {
  const before = typed.replace(/\S+$/, '');
  const search = (name: string, value: string) => `/search?${new URLSearchParams({ [name]: value })}`;
  return [
    ...words.map((word) => ({ href: search('q', before + word), text: before + word, kind: null })),
    ...tags.map((tag) => ({ href: search('tag', tag), text: tag, kind: 'Tag' as const })),
    ...artists.map(({ username, displayName }) => ({
      href: `/artists/${username}`,
      text: displayName,
      kind: 'Artist' as const,
    })),
  ];
}

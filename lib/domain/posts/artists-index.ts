/** An artist in the list from A to Z. */
export type IndexedArtist = {
  username: string;
  displayName: string;
  /** The letter that the name is listed under, in lower case; '#' for anything else. */
  letter: string;
  /** Works for sale; MAX_COUNTED_FOR_SALE stands for as many or more. */
  forSale: number;
};

/** One page of the list; `next` is the cursor of the next one, null at the end. */
export type ArtistsPage = { artists: IndexedArtist[]; next: string | null };

export const MAX_COUNTED_FOR_SALE = 1_000;

export const LETTERS: readonly string[] = [...'abcdefghijklmnopqrstuvwxyz'];

/** Artists in groups of one letter, in the order of the list. */
export function byLetter(artists: readonly IndexedArtist[]): { letter: string; artists: IndexedArtist[] }[] {
  const groups: { letter: string; artists: IndexedArtist[] }[] = [];
  for (const artist of artists) {
    const last = groups.at(-1);
    if (last?.letter === artist.letter) last.artists.push(artist);
    else groups.push({ letter: artist.letter, artists: [artist] });
  }
  return groups;
}

/** `3 works for sale`, `1 work for sale`, `No work for sale now`. */
export function forSaleText(count: number): string {
  if (count === 0) return 'No work for sale now';
  if (count >= MAX_COUNTED_FOR_SALE) return `${MAX_COUNTED_FOR_SALE.toLocaleString('en')} works for sale or more`;
  return `${count} ${count === 1 ? 'work' : 'works'} for sale`;
}

/** Pixels of every Open Graph picture: what the services that show links to pages ask for. */
export const OPEN_GRAPH_SIZE = { width: 1200, height: 630 } as const;

const OPEN_GRAPH_KINDS = ['shop', 'work', 'artist', 'collection'] as const;
export type OpenGraphKind = (typeof OPEN_GRAPH_KINDS)[number];

export const isOpenGraphKind = (text: string): text is OpenGraphKind => OPEN_GRAPH_KINDS.some((kind) => kind === text);

/** The most pictures that stand beside each other. */
const MAX_OPEN_GRAPH_PICTURES = 3;

/** Everything that an Open Graph picture shows. */
export type OpenGraphCard = {
  title: string;
  /** Below the title; '' for none. */
  line: string;
  /** The name of the shop; '' where the title is it. */
  shop: string;
  /** The key of a portrait (lib/domain/pictures/portrait.ts), or null. */
  portrait: string | null;
  /** `one` shows the whole of the first picture beside the texts, `row` a part of each below them. */
  layout: 'one' | 'row';
  pictures: { key: string; width: number }[];
};

/** Pixels: the smallest stored width that is enough for either layout. */
const ENOUGH = 960;

/** Which stored widths of these pictures a card uses. */
export function cardPictures(pictures: readonly ({ key: string; widths: readonly number[] } | null)[]) {
  return pictures
    .flatMap((picture) => {
      const width = picture?.widths.find((candidate) => candidate >= ENOUGH) ?? picture?.widths.at(-1);
      return picture && width ? [{ key: picture.key, width }] : [];
    })
    .slice(0, MAX_OPEN_GRAPH_PICTURES);
}

/** Letters, marks and signs that the font of these pictures has: Latin ones, also those of Vietnam. */
const DRAWABLE =
  /^[\u0020-\u007e\u00a0-\u017f\u0192\u01a0\u01a1\u01af\u01b0\u0218-\u021b\u02c6\u02da\u02dc\u1e80-\u1e85\u1ea0-\u1ef9\u2013\u2014\u2018-\u201a\u201c-\u201e\u2022\u2026\u2039\u203a\u20ac\u2122]*$/;

/**
 * The text as it is drawn; '' if the font lacks any of it, rather than empty boxes: every service writes a page's title
 * beside its picture anyway.
 */
export function drawableText(text: string): string {
  const plain = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  return DRAWABLE.test(plain) ? plain : '';
}

/** Characters of the fields of a collection's form; works are one to a line. */
export const COLLECTION_LIMITS = { title: 80, text: 2_000, works: 12_000 };
export const MAX_COLLECTION_WORKS = 60;

/** The form's fields that may be shown again. */
export const SHOWN_IN_COLLECTION = {
  ...COLLECTION_LIMITS,
  startsOn: 10,
  endsOn: 10,
  isPublished: 2,
  version: 9,
  key: 36,
};

/** A collection as its page shows it. Days are YYYY-MM-DD. */
export type CollectionDto = {
  id: string;
  slug: string;
  title: string;
  text: string;
  isPublished: boolean;
  startsOn: string | null;
  endsOn: string | null;
};

/** A collection in the host's list: with how many of its works are public. */
export type CollectionRow = CollectionDto & { works: number };

/** The day in UTC, YYYY-MM-DD. */
export const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

/** Whether visitors see a collection on this day: published, and within its dates, both inclusive. */
export function isCurrent({ isPublished, startsOn, endsOn }: CollectionDto, day: string): boolean {
  return isPublished && (startsOn === null || startsOn <= day) && (endsOn === null || day <= endsOn);
}

/** What the host reads beside a collection. The home page leaves out those that have no work to show. */
export function collectionState(collection: CollectionRow, day: string): string {
  if (!collection.isPublished) return 'Not published';
  if (isCurrent(collection, day)) return collection.works > 0 ? 'On the home page' : 'Not on the home page yet';
  return collection.startsOn !== null && day < collection.startsOn ? 'Not yet begun' : 'Ended';
}

/**
 * The slugs of works, one to a line, each as a URL of any page of the work or as its last part.
 * @returns without empty lines and repetitions, in their order
 */
export function slugsIn(lines: string): string[] {
  const slugs = lines.split('\n').map((line) => {
    const text = line.trim();
    return (/\/posts\/([^/?#\s]+)/.exec(text)?.[1] ?? text).toLowerCase();
  });
  return [...new Set(slugs.filter((slug) => slug !== ''))];
}

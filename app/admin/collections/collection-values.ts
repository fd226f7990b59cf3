import type { CollectionInput } from '#lib/schemas/collections.ts';

/** A collection as the fields of its form have it. */
export const collectionValues = (collection: CollectionInput): Record<string, string> => ({
  ...{ title: collection.title, text: collection.text },
  ...{ startsOn: collection.startsOn ?? '', endsOn: collection.endsOn ?? '' },
  works: collection.works.map((slug) => `/posts/${slug}`).join('\n'),
  ...(collection.isPublished && { isPublished: 'on' }),
});

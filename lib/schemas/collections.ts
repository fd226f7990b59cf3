import { z } from 'zod';
import { COLLECTION_LIMITS, MAX_COLLECTION_WORKS, slugsIn } from '#lib/domain/collections.ts';
import { formKeySchema, formVersionSchema } from './form-key.ts';
import { line, text } from './text.ts';

const day = z
  .string()
  .transform((value) => value.trim() || null)
  .pipe(z.iso.date('Enter a day, such as 2026-12-24.').nullable());

/** The form of a collection. */
export const collectionFormSchema = z
  .object({
    id: z.uuid().optional(),
    key: formKeySchema,
    version: formVersionSchema,
    title: line(COLLECTION_LIMITS.title, `Keep the title to ${COLLECTION_LIMITS.title} characters.`).refine(
      (title) => title !== '',
      'Enter a title.',
    ),
    text: text(COLLECTION_LIMITS.text, `Keep the text to ${COLLECTION_LIMITS.text} characters.`),
    works: text(COLLECTION_LIMITS.works, 'These are too many lines.')
      .transform(slugsIn)
      .refine((slugs) => slugs.length <= MAX_COLLECTION_WORKS, `A collection has up to ${MAX_COLLECTION_WORKS} works.`),
    startsOn: day,
    endsOn: day,
    isPublished: z
      .literal('on')
      .optional()
      .catch(undefined)
      .transform((value) => value === 'on'),
  })
  .refine(({ startsOn, endsOn }) => startsOn === null || endsOn === null || startsOn <= endsOn, {
    path: ['endsOn'],
    message: 'The last day is before the first one.',
  });

export type CollectionInput = Omit<z.output<typeof collectionFormSchema>, 'id' | 'key' | 'version'>;

export const collectionIdSchema = z.object({ id: z.uuid() });

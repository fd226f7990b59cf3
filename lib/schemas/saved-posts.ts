import { z } from 'zod';
import { MAX_SAVED, SAVED_PAGE_SIZE } from '#lib/domain/posts/saved-posts.ts';

/** What a button of a cached page sends. */
export const saveSchema = z.strictObject({ post: z.uuid(), saved: z.boolean() });

/** What a browser has saved without an account. */
export const savedIdsSchema = z.strictObject({ ids: z.array(z.uuid()).max(MAX_SAVED) });

/** One page of them, separated by commas. */
export const savedPageSchema = z
  .string()
  .max(SAVED_PAGE_SIZE * 37)
  .transform((text) => text.split(','))
  .pipe(z.array(z.uuid()).max(SAVED_PAGE_SIZE));

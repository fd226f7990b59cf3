import { z } from 'zod';
import { MIN_CROP_SIZE } from '#lib/domain/pictures/portrait.ts';

const percent = (min: number) =>
  z
    .string()
    .regex(/^\d{1,3}$/)
    .transform(Number)
    .pipe(z.int().min(min).max(100));

/** The buttons of the portrait, with what they need. A slider has no other values; programs get not-found. */
export const portraitFormSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('upload') }),
  z.object({ intent: z.literal('remove') }),
  z.object({
    intent: z.literal('crop'),
    master: z.string().regex(/^[0-9a-f]{64}$/),
    x: percent(0),
    y: percent(0),
    size: percent(MIN_CROP_SIZE),
  }),
]);

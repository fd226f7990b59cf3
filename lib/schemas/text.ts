import { z } from 'zod';

/** Forms send line ends as CRLF, which would count twice towards limits. PostgreSQL cannot store NUL. */
export const storable = (value: string): string => value.replaceAll('\r\n', '\n').replaceAll('\0', '').trim();

/** A text in its stored form, of at most `max` characters (code points). */
export const text = (max: number, tooLong: string) =>
  z
    .string()
    .transform(storable)
    .refine((value) => [...value].length <= max, tooLong);

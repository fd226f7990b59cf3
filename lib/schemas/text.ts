import { z } from 'zod';

/** Typed line ends come as CRLF; limits and texts count them once. NUL cannot be stored in PostgreSQL. */
export const storable = (value: string): string => value.replaceAll('\r\n', '\n').replaceAll('\0', '').trim();

/** A text as it is kept, of at most `max` characters as a person counts them. */
export const text = (max: number, tooLong: string) =>
  z
    .string()
    .transform(storable)
    .refine((value) => [...value].length <= max, tooLong);

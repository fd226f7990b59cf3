import { z } from 'zod';
import { typedLength } from '#lib/domain/typed-length.ts';

/** Forms send line ends as CRLF, which would count twice towards limits. PostgreSQL cannot store NUL. */
export const storable = (value: string): string => value.replaceAll('\r\n', '\n').replaceAll('\0', '').trim();

const LINE_BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
/**
 * Control characters and what shows nothing. Joiners, variation selectors and direction marks stay: emoji and several
 * scripts need them.
 */
const INVISIBLE =
  /[\p{Cc}\u00ad\u17b4\u17b5\u180e\u200b\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0001}]/gu;
/** Letters, digits, punctuation and symbols, except those that are blank (DI: Default_Ignorable_Code_Point). */
const VISIBLE = /(?![\p{DI}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u;

/** The stored form of a one-line field; '' if nothing of it can be seen. */
export function oneLine(value: string): string {
  const line = value.replace(LINE_BREAKS, ' ').replace(INVISIBLE, '').trim();
  return VISIBLE.test(line) ? line : '';
}

/** Whether a text has more than `max` characters (code points). Counts them only where the length leaves it open. */
export const isLonger = (value: string, max: number): boolean =>
  value.length > max && (value.length > 2 * max || [...value].length > max);

/** A value that is refused by its length before anything is done with it. */
export const bounded = (max: number, tooLong: string) => z.string().max(typedLength(max), tooLong);

/** A text in its stored form, of at most `max` characters (code points). */
export const text = (max: number, tooLong: string) =>
  bounded(max, tooLong)
    .transform(storable)
    .refine((value) => !isLonger(value, max), tooLong);

/** The same in one line. */
export const line = (max: number, tooLong: string) =>
  bounded(max, tooLong)
    .transform(oneLine)
    .refine((value) => !isLonger(value, max), tooLong);

import { z } from 'zod';
import type { Tier } from './search-term.ts';

/** Where a page of found works ended. */
export type SearchCursor = {
  /** How the works are put in order: by their sort key, by rank, or by key within a tier of matches. */
  by: 'key' | 'rank' | Tier;
  /** The last work's value, as PostgreSQL writes it: milliseconds, euros, visitors or a rank. */
  value: string;
  id: string;
};

const PATTERN = /^(?:([r012])\.)?(-?\d{1,20}(?:\.\d{1,20})?(?:e[+-]?\d{1,3})?|Infinity)_([0-9a-f-]{36})$/;

export const writeCursor = ({ by, value, id }: SearchCursor): string =>
  `${by === 'key' ? '' : by === 'rank' ? 'r.' : `${by}.`}${value}_${id}`;

/** The cursor of an address, or null for one that is none of ours. */
export function parseCursor(text: string): SearchCursor | null {
  const [, mark, value, id] = PATTERN.exec(text) ?? [];
  if (value === undefined || !z.uuid().safeParse(id).success || id === undefined) return null;
  const by = mark === undefined ? 'key' : mark === 'r' ? 'rank' : (Number(mark) as Tier);
  // As a number, which none is too large or too small for PostgreSQL to read.
  return { by, value: String(Number(value)), id };
}

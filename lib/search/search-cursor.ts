import { z } from 'zod';
import type { Tier } from './search-term.ts';

/** The end of a page of results. */
export type SearchCursor = {
  /** How the results are ordered: by sort key, by rank, or by key within a tier. */
  by: 'key' | 'rank' | Tier;
  /** The last post's value as text: milliseconds, euros, visitors or rank. */
  value: string;
  id: string;
};

const PATTERN = /^(?:([r012])\.)?(-?\d{1,20}(?:\.\d{1,20})?(?:e[+-]?\d{1,3})?|Infinity)_([0-9a-f-]{36})$/;

export const writeCursor = ({ by, value, id }: SearchCursor): string =>
  `${by === 'key' ? '' : by === 'rank' ? 'r.' : `${by}.`}${value}_${id}`;

/** Parses the cursor of a URL; null if it is invalid. */
export function parseCursor(text: string): SearchCursor | null {
  const [, prefix, value, id] = PATTERN.exec(text) ?? [];
  if (value === undefined || !z.uuid().safeParse(id).success || id === undefined) return null;
  const by = prefix === undefined ? 'key' : prefix === 'r' ? 'rank' : (Number(prefix) as Tier);
  // Via Number, so that it is within the range that PostgreSQL accepts.
  return { by, value: String(Number(value)), id };
}

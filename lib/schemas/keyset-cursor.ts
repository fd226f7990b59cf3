import type { KeysetCursor } from '#lib/domain/keyset-page.ts';
import { cursorSchema } from './posts.ts';

/** Reads `?older=` or `?newer=` of a list's URL; null for the newest page and for an invalid cursor. */
export function readKeysetCursor(query: { older?: unknown; newer?: unknown }): KeysetCursor | null {
  for (const direction of ['older', 'newer'] as const) {
    const { data } = cursorSchema.safeParse(query[direction]);
    if (data) return { direction, at: data.listedAt, id: data.id };
  }
  return null;
}

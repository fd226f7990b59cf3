import type { KeysetCursor } from '#lib/domain/keyset-page.ts';
import { cursorSchema } from './posts.ts';

/** What the address of a list says with `?older=` or `?newer=`; null for the newest page, and for what is no cursor. */
export function readKeysetCursor(query: { older?: unknown; newer?: unknown }): KeysetCursor | null {
  for (const way of ['older', 'newer'] as const) {
    const { data } = cursorSchema.safeParse(query[way]);
    if (data) return { way, at: data.listedAt, id: data.id };
  }
  return null;
}

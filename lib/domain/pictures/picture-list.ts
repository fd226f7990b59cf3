import { POST_LIMITS } from '../posts/post-limits.ts';
import { typedText } from '../typed-values.ts';
import { MAX_PICTURES_PER_POST } from './picture.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A picture in the post form: hidden field `picture` with the id, text field `alt:<id>`. */
export type ListedPicture = { id: string; alt: string };

/** The pictures of a submitted form, in order; invalid ids are dropped, and all after the first one too many. */
export function picturesOf(form: FormData): ListedPicture[] {
  const listed = form.getAll('picture').slice(0, 2 * MAX_PICTURES_PER_POST);
  const ids = [...new Set(listed.map(String))].filter((id) => UUID.test(id)).slice(0, MAX_PICTURES_PER_POST + 1);
  return ids.map((id) => ({ id, alt: typedText(String(form.get(`alt:${id}`) ?? ''), POST_LIMITS.alt) }));
}

/** Applies `up:<id>`, `down:<id>` or `remove:<id>`; any other intent changes nothing. */
export function arrange<Item extends { id: string }>(pictures: readonly Item[], intent: string): Item[] {
  const [action, id] = intent.split(':');
  const from = pictures.findIndex((picture) => picture.id === id);
  if (from < 0) return [...pictures];
  if (action === 'remove') return pictures.toSpliced(from, 1);
  if (action === 'up') return move(pictures, from, from - 1);
  if (action === 'down') return move(pictures, from, from + 1);
  return [...pictures];
}

/** Moves an item to another index, clamped to the list. */
export function move<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const item = items[from];
  if (item === undefined) return [...items];
  const index = Math.max(0, Math.min(items.length - 1, to));
  return items.toSpliced(from, 1).toSpliced(index, 0, item);
}

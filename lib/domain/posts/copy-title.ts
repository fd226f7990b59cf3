import { POST_LIMITS } from './post-limits.ts';

const MARK = ' (copy)';

/** The title of a work that begins as a copy of another, within the limit of titles; a copy of a copy is marked once. */
export function copyTitle(title: string): string {
  const plain = title.endsWith(MARK) ? title.slice(0, -MARK.length) : title;
  return `${[...plain]
    .slice(0, POST_LIMITS.title - MARK.length)
    .join('')
    .trimEnd()}${MARK}`;
}

/** Where somebody stands in a wall: the first work that he sees, and where its upper edge is in the window, in px. */
export type Place = { href: string; top: number };

const linkOf = (work: Element) => work.querySelector('a')?.getAttribute('href') ?? '';

/** The place of now; null when no work is there. */
export function findScrollAnchor(wall: Element): Place | null {
  const works = [...wall.querySelectorAll('li')];
  const first = works.find((work) => work.getBoundingClientRect().bottom > 0) ?? works.at(-1);
  return first ? { href: linkOf(first), top: first.getBoundingClientRect().top } : null;
}

/** Scrolls at once, so that the place's work stands where it stood. A work that is not there changes nothing. */
export function scrollToAnchor(wall: Element, place: Place): void {
  const work = [...wall.querySelectorAll('li')].find((candidate) => linkOf(candidate) === place.href);
  if (!work) return;
  const distance = work.getBoundingClientRect().top - place.top;
  if (Math.abs(distance) >= 0.5) window.scrollBy({ top: distance, behavior: 'instant' });
}

/** A scroll position: the link of the first visible work, and the distance of its top from the window's in px. */
export type ScrollAnchor = { href: string; top: number };

const linkOf = (work: Element) => work.querySelector('a')?.getAttribute('href') ?? '';

/** The current scroll anchor; null if the list has no works. */
export function findScrollAnchor(list: Element): ScrollAnchor | null {
  const works = [...list.querySelectorAll('li')];
  const first = works.find((work) => work.getBoundingClientRect().bottom > 0) ?? works.at(-1);
  return first ? { href: linkOf(first), top: first.getBoundingClientRect().top } : null;
}

/** Scrolls at once to the anchor. If its work is not in the list, nothing happens. */
export function scrollToAnchor(list: Element, anchor: ScrollAnchor): void {
  const work = [...list.querySelectorAll('li')].find((candidate) => linkOf(candidate) === anchor.href);
  if (!work) return;
  const distance = work.getBoundingClientRect().top - anchor.top;
  if (Math.abs(distance) >= 0.5) window.scrollBy({ top: distance, behavior: 'instant' });
}

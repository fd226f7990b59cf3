type Tell = (isNear: boolean) => void;

/** How far beyond the window something still counts as near: two windows above and below. */
const MARGIN = '200% 0px';
/** A window whose width is being changed is left alone until it has kept its width so long, milliseconds. */
const REST = 250;

const watched = new Map<Element, Tell>();
let observer: IntersectionObserver | undefined;

function start(): IntersectionObserver {
  const started = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) watched.get(target)?.(isIntersecting);
    },
    { rootMargin: MARGIN },
  );
  let width = window.innerWidth;
  let timer: ReturnType<typeof setTimeout> | undefined;
  window.addEventListener('resize', () => {
    // Of the height alone: the bars of a phone's browser come and go.
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    // All are there while the width changes, so that the browser keeps the place, and each gets its new height.
    for (const tell of watched.values()) tell(true);
    clearTimeout(timer);
    timer = setTimeout(() => {
      for (const element of watched.keys()) observeAgain(element);
    }, REST);
  });
  return started;
}

/** Tells again whether it is near, although it may not have moved. */
export function observeAgain(element: Element): void {
  observer?.unobserve(element);
  observer?.observe(element);
}

/** @returns the function that ends it. */
export function observeNearViewport(element: Element, tell: Tell): () => void {
  if (!('IntersectionObserver' in window)) return () => {};
  observer ??= start();
  watched.set(element, tell);
  observer.observe(element);
  return () => {
    watched.delete(element);
    observer?.unobserve(element);
  };
}

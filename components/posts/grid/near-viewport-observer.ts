type Callback = (isNear: boolean) => void;

/** Up to two window heights above and below the window count as near. */
const MARGIN = '200% 0px';
/** After a change of the window's width, nothing is removed until the width has stayed the same for this long. */
const RESIZE_IDLE_MS = 250;

const callbacks = new Map<Element, Callback>();
let observer: IntersectionObserver | undefined;

function createObserver(): IntersectionObserver {
  const created = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) callbacks.get(target)?.(isIntersecting);
    },
    { rootMargin: MARGIN },
  );
  let width = window.innerWidth;
  let timer: ReturnType<typeof setTimeout> | undefined;
  window.addEventListener('resize', () => {
    // Ignore changes of the height alone: the toolbars of mobile browsers come and go.
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    // While the width changes everything is rendered, so that the browser keeps the scroll position.
    for (const callback of callbacks.values()) callback(true);
    clearTimeout(timer);
    timer = setTimeout(() => {
      for (const element of callbacks.keys()) observeAgain(element);
    }, RESIZE_IDLE_MS);
  });
  return created;
}

/** Calls the element's callback again, even if the element has not moved. */
export function observeAgain(element: Element): void {
  observer?.unobserve(element);
  observer?.observe(element);
}

/** Calls back when the element comes near the window or moves away from it. @returns a function that stops it */
export function observeNearViewport(element: Element, callback: Callback): () => void {
  if (!('IntersectionObserver' in window)) return () => {};
  observer ??= createObserver();
  callbacks.set(element, callback);
  observer.observe(element);
  return () => {
    callbacks.delete(element);
    observer?.unobserve(element);
  };
}

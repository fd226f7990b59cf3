import { useEffect, useRef, useState } from 'react';

/** The index of the picture that is enlarged in the current history entry, or null. */
function enlargedPicture(): number | null {
  const index: unknown = history.state?.zoom;
  return typeof index === 'number' ? index : null;
}

/**
 * The enlarged picture as a history entry of its own: Back closes it, Forward and a reload open it again.
 * @param load makes the zoom dialog ready, before an entry that has been visited is shown again
 */
export function useZoomHistory(load: () => Promise<void>) {
  const [index, setIndex] = useState<number | null>(null);
  const latest = useRef(load);
  latest.current = load;

  useEffect(() => {
    const follow = async () => {
      if (enlargedPicture() !== null) await latest.current();
      // By now it may be another entry.
      setIndex(enlargedPicture());
    };
    const onPopState = () => void follow().catch(() => undefined);
    onPopState();
    window.addEventListener('popstate', onPopState);
    return () => window.removeEventListener('popstate', onPopState);
  }, []);

  return {
    index,
    /** Next's router adds its own fields to the state, so each call needs a new object. */
    open(picture: number) {
      history[enlargedPicture() === null ? 'pushState' : 'replaceState']({ zoom: picture }, '');
      setIndex(picture);
    },
    close() {
      if (enlargedPicture() !== null) history.back();
      setIndex(null);
    },
  };
}

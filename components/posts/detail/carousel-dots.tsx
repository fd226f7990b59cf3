'use client';

import { type MouseEvent, type RefObject, useEffect, useState } from 'react';

type Props = { list: RefObject<HTMLElement | null>; count: number };

/** One dot for each picture of a carousel: links, so that they work without JavaScript. */
export function CarouselDots({ list, count }: Props) {
  const current = useCurrentPicture(list);

  function show(event: MouseEvent, index: number) {
    const picture = list.current?.children[index];
    if (!picture) return;
    event.preventDefault();
    const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth';
    picture.scrollIntoView({ behavior, block: 'nearest', inline: 'center' });
  }

  return (
    <ol aria-label="Choose a picture" className="mt-3 flex justify-center lg:hidden">
      {Array.from({ length: count }, (_, index) => (
        // A picture has no other name here than its place.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <li key={index}>
          <a
            href={`#picture-${index + 1}`}
            aria-label={`Picture ${index + 1} of ${count}`}
            aria-current={index === current}
            onClick={(event) => show(event, index)}
            className="group grid size-6 place-items-center"
          >
            <span className="size-2 rounded-full border border-field group-aria-[current=true]:border-ink group-aria-[current=true]:bg-ink forced-colors:group-aria-[current=true]:border-4" />
          </a>
        </li>
      ))}
    </ol>
  );
}

/** The index of the picture that a carousel shows. */
function useCurrentPicture(list: RefObject<HTMLElement | null>): number {
  const [current, setCurrent] = useState(0);
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const follow = () => setCurrent(Math.round(element.scrollLeft / element.clientWidth));
    follow();
    element.addEventListener('scroll', follow, { passive: true });
    return () => element.removeEventListener('scroll', follow);
  }, [list]);
  return current;
}

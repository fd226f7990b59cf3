'use client';

import { type ComponentType, type MouseEvent, useRef, useState } from 'react';
import { pictureUrl } from '#lib/domain/pictures/picture.ts';
import type { PictureDto } from '#lib/domain/posts/post-dto.ts';
import { PostPicture } from '../post-picture.tsx';
import { useZoomHistory } from '../zoom/use-zoom-history.ts';
import type { ZoomProps } from '../zoom/zoom-dialog.tsx';
import { CarouselDots } from './carousel-dots.tsx';

type Props = { title: string; pictures: PictureDto[] };

const loadZoomDialog = () => import('../zoom/zoom-dialog.tsx');

/**
 * The pictures of a work: on a narrow screen a carousel that snaps to one at a time, by swiping, arrow keys and dots, on a
 * wide one a column. Each is a link to its largest file. With JavaScript it opens the zoom dialog instead, which is loaded
 * when a pointer enters or the link gets the focus.
 */
export function PostPictures({ title, pictures }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const [Zoom, setZoom] = useState<ComponentType<ZoomProps> | null>(null);
  const zoom = useZoomHistory(load);

  async function load() {
    const { ZoomDialog } = await loadZoomDialog();
    setZoom(() => ZoomDialog);
  }

  async function open(event: MouseEvent<HTMLAnchorElement>, index: number) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const { href } = event.currentTarget;
    try {
      await load();
      zoom.open(index);
    } catch {
      location.assign(href);
    }
  }
  const preload = () => void loadZoomDialog().catch(() => undefined);

  return (
    <div className="min-w-0">
      <ul
        ref={list}
        aria-label="Pictures"
        // The padding is for the focus rings, which the edge would cut off.
        className="-m-1.5 flex snap-x snap-mandatory items-center gap-3 overflow-x-auto p-1.5 [--high:50vh] [scrollbar-width:none] lg:block lg:space-y-10 lg:overflow-visible lg:[--high:88vh]"
      >
        {pictures.map((picture, index) => {
          const { id, key, widths, width, height, alt } = picture;
          return (
            <li key={id} id={`picture-${index + 1}`} className="w-full shrink-0 snap-center scroll-mt-4">
              <a
                href={pictureUrl(key, widths.at(-1) ?? 0)}
                aria-label={`Enlarge ${alt || `picture ${index + 1}`}`}
                onClick={(event) => open(event, index)}
                onPointerEnter={preload}
                onFocus={preload}
                className="mx-auto block cursor-zoom-in"
                style={{ width: `min(100%,calc(var(--high)*${(width / height).toFixed(4)}),${width}px)` }}
              >
                <PostPicture
                  picture={picture}
                  sizes={sizesOf(width / height)}
                  upTo={2560}
                  load={index === 0 ? 'first' : 'lazy'}
                />
              </a>
            </li>
          );
        })}
      </ul>
      {pictures.length > 1 && <CarouselDots list={list} count={pictures.length} />}
      {Zoom && zoom.index !== null && pictures[zoom.index] && (
        <Zoom title={title} pictures={pictures} first={zoom.index} onTurn={zoom.open} onClose={zoom.close} />
      )}
    </div>
  );
}

/** As wide as its column, but no higher than 88 percent of a wide window or half of a narrow one. */
function sizesOf(ratio: number): string {
  const [wide, narrow] = [88, 50].map((percent) => `${(percent * ratio).toFixed(1)}vh`);
  return [
    `(min-width:96rem) min(62rem,${wide})`,
    `(min-width:64rem) min(100vw - 34rem,${wide})`,
    `(min-width:40rem) min(100vw - 4rem,${narrow})`,
    `min(100vw - 2rem,${narrow})`,
  ].join(',');
}

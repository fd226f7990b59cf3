'use client';

import { type ComponentType, type MouseEvent, useState } from 'react';
import { pictureUrl } from '#lib/domain/pictures/picture.ts';
import type { PictureDto } from '#lib/domain/posts/post-dto.ts';
import { PostPicture } from './post-picture.tsx';
import { useZoomHistory } from './zoom/use-zoom-history.ts';
import type { ZoomProps } from './zoom/zoom-dialog.tsx';

type Props = { title: string; pictures: PictureDto[] };

const loadZoomDialog = () => import('./zoom/zoom-dialog.tsx');

/**
 * The pictures of a work, in one column. Each is a link to its largest file. With JavaScript it opens the zoom dialog
 * instead, which is loaded when a pointer enters or the link gets the focus.
 */
export function PostPictures({ title, pictures }: Props) {
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
    <>
      <ul className="space-y-6 sm:space-y-10">
        {pictures.map((picture, index) => {
          const { id, key, widths, width, height, alt } = picture;
          // As wide as its column, but no higher than 88 percent of the window.
          const byHeight = `${((88 * width) / height).toFixed(1)}vh`;
          const columns = [
            '(min-width:96rem) min(62rem',
            '(min-width:64rem) min(100vw - 34rem',
            '(min-width:40rem) min(100vw - 4rem',
            'min(100vw - 2rem',
          ];
          return (
            <li key={id}>
              <a
                href={pictureUrl(key, widths.at(-1) ?? 0)}
                aria-label={`Enlarge ${alt || `picture ${index + 1}`}`}
                onClick={(event) => open(event, index)}
                onPointerEnter={preload}
                onFocus={preload}
                className="mx-auto block cursor-zoom-in"
                style={{ width: `min(100%,${byHeight},${width}px)` }}
              >
                <PostPicture
                  picture={picture}
                  sizes={columns.map((column) => `${column},${byHeight})`).join(',')}
                  upTo={2560}
                  load={index === 0 ? 'first' : 'lazy'}
                />
              </a>
            </li>
          );
        })}
      </ul>
      {Zoom && zoom.index !== null && pictures[zoom.index] && (
        <Zoom title={title} pictures={pictures} first={zoom.index} onTurn={zoom.open} onClose={zoom.close} />
      )}
    </>
  );
}

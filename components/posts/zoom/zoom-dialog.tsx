'use client';

import { useLayoutEffect, useRef, useState } from 'react';
import { pictureUrl } from '#lib/domain/pictures/picture.ts';
import { placeholderStyle } from '#lib/domain/pictures/placeholder.ts';
import type { PictureDto } from '#lib/domain/posts/post-dto.ts';
import { handleZoomKey } from './handle-zoom-key.ts';
import { useZoom } from './use-zoom.ts';
import { ZoomPager } from './zoom-pager.tsx';
import { ZoomToolbar } from './zoom-toolbar.tsx';

export type ZoomProps = {
  title: string;
  pictures: PictureDto[];
  /** The index of the picture that is shown first. */
  first: number;
  /** @param index the picture that is shown now */
  onTurn(index: number): void;
  onClose(): void;
};

/** A work's pictures in their largest stored size, over the whole window, one at a time. */
export function ZoomDialog({ title, pictures, first, onTurn, onClose }: ZoomProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const [index, setIndex] = useState(first);
  const [hasFailed, setHasFailed] = useState(false);
  const picture = pictures[index];
  const width = picture?.widths.at(-1) ?? 1;
  const height = picture ? (width * picture.height) / picture.width : 1;
  const { state, isSmooth, zoomIn, zoomOut, panBy, reset, handlers } = useZoom(stage, { width, height }, turn);
  const isZoomed = state.scale > 1;

  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // The dialog itself rather than its first button: it gets the keys, and a screen reader announces its label.
    element?.focus();
    // Restores the focus.
    return () => element?.close();
  }, []);

  function turn(step: 1 | -1) {
    if (!pictures[index + step]) return;
    setIndex(index + step);
    onTurn(index + step);
    setHasFailed(false);
    reset();
  }

  if (!picture) return null;
  const { key, avif, alt, placeholder } = picture;
  const position = pictures.length > 1 ? `Picture ${index + 1} of ${pictures.length}` : 'Picture';
  return (
    <dialog
      ref={dialog}
      aria-label={`${title}, enlarged`}
      tabIndex={-1}
      // The event comes a frame after the dialog closed. By then it may be open again.
      onClose={() => dialog.current?.open || onClose()}
      onKeyDown={(event) => handleZoomKey(event, { isZoomed, panBy, turn, zoomIn, zoomOut, reset })}
      className="m-0 h-dvh max-h-none w-full max-w-none overflow-hidden overscroll-contain bg-paper text-ink outline-none backdrop:bg-paper"
    >
      <div
        ref={stage}
        {...handlers}
        className={`absolute inset-0 grid touch-none place-items-center overflow-hidden select-none [container-type:size] ${isZoomed ? 'cursor-grab active:cursor-grabbing' : 'cursor-zoom-in'}`}
      >
        <picture key={picture.id} className="contents">
          {avif && <source type="image/avif" srcSet={pictureUrl(key, width, 'avif')} />}
          <img
            src={pictureUrl(key, width)}
            width={width}
            height={Math.round(height)}
            alt={alt || position}
            draggable={false}
            onError={() => setHasFailed(true)}
            className={`h-auto picture-placeholder ${isSmooth ? 'transition-transform duration-150' : ''}`}
            style={{
              ...placeholderStyle(placeholder),
              width: `min(${width}px, 100cqw, ${(100 * width) / height}cqh)`,
              transform: `translate(${state.x}px, ${state.y}px) scale(${state.scale})`,
            }}
          />
        </picture>
      </div>
      {hasFailed && (
        <p role="alert" className="absolute inset-x-0 top-1/2 mx-auto w-fit rounded-md bg-raised px-5 py-3 text-sm">
          The picture could not be loaded. Please close this and try again.
        </p>
      )}
      <ZoomToolbar isZoomed={isZoomed} onZoomOut={zoomOut} onZoomIn={zoomIn} onClose={() => dialog.current?.close()} />
      {pictures.length > 1 && <ZoomPager index={index} count={pictures.length} onTurn={turn} />}
      <p className="sr-only" aria-live="polite">
        {position}, {isZoomed ? `zoomed to ${Math.round(state.scale * 100)} percent` : 'not zoomed'}
      </p>
    </dialog>
  );
}

'use client';

import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { pictureUrl } from '#lib/domain/pictures/picture.ts';
import { placeholderStyle } from '#lib/domain/pictures/placeholder.ts';
import type { PictureDto } from '#lib/domain/posts/post-dto.ts';
import { useZoom } from './use-zoom.ts';

export type ZoomProps = {
  title: string;
  pictures: PictureDto[];
  /** The index of the picture that is shown first. */
  first: number;
  onClose(): void;
};

/** How far an arrow moves the picture, pixels. */
const PAN = 80;
const ARROWS: Record<string, { x: number; y: number }> = {
  ArrowLeft: { x: PAN, y: 0 },
  ArrowRight: { x: -PAN, y: 0 },
  ArrowUp: { x: 0, y: PAN },
  ArrowDown: { x: 0, y: -PAN },
};

/** A work's pictures as large as they are kept, over the whole window, one at a time. */
export function ZoomDialog({ title, pictures, first, onClose }: ZoomProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const [index, setIndex] = useState(first);
  const [failed, setFailed] = useState(false);
  const picture = pictures[index];
  const width = picture?.widths.at(-1) ?? 1;
  const height = picture ? (width * picture.height) / picture.width : 1;
  const { state, smooth, zoomIn, zoomOut, panBy, reset, handlers } = useZoom(stage, { width, height }, turn);
  const zoomed = state.scale > 1;

  useLayoutEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
    // Not on its first button: the keys work from here, and a screen reader says what has opened.
    dialog.current?.focus();
  }, []);

  function turn(by: 1 | -1) {
    if (!pictures[index + by]) return;
    setIndex(index + by);
    setFailed(false);
    reset();
  }

  function onKeyDown(event: KeyboardEvent) {
    const arrow = ARROWS[event.key];
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    if (arrow && zoomed) panBy(arrow);
    else if (event.key === 'ArrowLeft' || event.key === 'PageUp') turn(-1);
    else if (event.key === 'ArrowRight' || event.key === 'PageDown') turn(1);
    else if (event.key === '+' || event.key === '=') zoomIn();
    else if (event.key === '-') zoomOut();
    else if (event.key === '0') reset();
    else return;
    event.preventDefault();
  }

  if (!picture) return null;
  const { key, avif, alt, placeholder } = picture;
  const place = pictures.length > 1 ? `Picture ${index + 1} of ${pictures.length}` : 'Picture';
  return (
    <dialog
      ref={dialog}
      aria-label={`${title}, enlarged`}
      tabIndex={-1}
      onClose={onClose}
      onKeyDown={onKeyDown}
      className="m-0 h-dvh max-h-none w-full max-w-none overflow-hidden overscroll-contain bg-paper text-ink outline-none backdrop:bg-paper"
    >
      <div
        ref={stage}
        {...handlers}
        className={`absolute inset-0 grid touch-none place-items-center overflow-hidden select-none [container-type:size] ${zoomed ? 'cursor-grab active:cursor-grabbing' : 'cursor-zoom-in'}`}
      >
        <picture key={picture.id} className="contents">
          {avif && <source type="image/avif" srcSet={pictureUrl(key, width, 'avif')} />}
          <img
            src={pictureUrl(key, width)}
            width={width}
            height={Math.round(height)}
            alt={alt || place}
            draggable={false}
            onError={() => setFailed(true)}
            className={`h-auto picture-colours ${smooth ? 'transition-transform duration-150' : ''}`}
            style={{
              ...placeholderStyle(placeholder),
              width: `min(${width}px, 100cqw, ${(100 * width) / height}cqh)`,
              transform: `translate(${state.x}px, ${state.y}px) scale(${state.scale})`,
            }}
          />
        </picture>
      </div>
      {failed && (
        <p role="alert" className="absolute inset-x-0 top-1/2 mx-auto w-fit rounded-md bg-raised px-5 py-3 text-sm">
          The picture could not be loaded. Please close this and try again.
        </p>
      )}
      <div className="absolute top-3 right-3 flex gap-2 sm:top-5 sm:right-5">
        <RoundButton label="Zoom out" onClick={zoomOut} disabled={!zoomed} icon="M5 12h14" />
        <RoundButton label="Zoom in" onClick={zoomIn} icon="M5 12h14M12 5v14" />
        <RoundButton label="Close" onClick={() => dialog.current?.close()} icon="M6 6l12 12M18 6L6 18" />
      </div>
      {pictures.length > 1 && (
        <div className="absolute inset-x-0 bottom-3 mx-auto flex w-fit items-center gap-2 sm:bottom-5">
          <RoundButton label="Previous picture" onClick={() => turn(-1)} disabled={index === 0} icon="M14 6l-6 6 6 6" />
          <p aria-hidden className="rounded-full bg-raised/90 px-3 py-1 text-sm tabular-nums">
            {index + 1} / {pictures.length}
          </p>
          <RoundButton
            label="Next picture"
            onClick={() => turn(1)}
            disabled={index === pictures.length - 1}
            icon="M10 6l6 6-6 6"
          />
        </div>
      )}
      <p className="sr-only" aria-live="polite">
        {place}, {zoomed ? `${Math.round(state.scale * 100)} per cent of the window` : 'all of it'}
      </p>
    </dialog>
  );
}

type ButtonProps = { label: string; onClick(): void; disabled?: boolean; icon: string };

/** `aria-disabled`, because a button that is disabled under the finger would lose the focus, and the keys with it. */
function RoundButton({ label, onClick, disabled = false, icon }: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      aria-label={label}
      aria-disabled={disabled}
      onClick={() => disabled || onClick()}
      className="grid size-11 place-items-center rounded-full border border-line bg-raised/90 hover:border-ink aria-disabled:cursor-default aria-disabled:text-quiet aria-disabled:opacity-60 aria-disabled:hover:border-line"
    >
      <svg viewBox="0 0 24 24" className="size-5" fill="none" stroke="currentColor" strokeWidth="1.75" aria-hidden>
        <path d={icon} strokeLinecap="round" strokeLinejoin="round" />
      </svg>
    </button>
  );
}

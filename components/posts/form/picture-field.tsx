'use client';

import { type ChangeEvent, useEffect, useId, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { FieldError } from '#components/ui/field.tsx';
import type { FieldState } from '#lib/domain/form-state.ts';
import { ACCEPTED_PICTURE_TYPES, ACCEPTED_PICTURES } from '#lib/domain/pictures/picture.ts';
import type { PictureDto } from '#lib/domain/posts/post-dto.ts';
import { PictureRow } from './picture-row.tsx';
import { UploadRow } from './upload-row.tsx';
import { usePictureList } from './use-picture-list.ts';

type Props = Pick<FieldState, 'error' | 'autoFocus'> & { pictures: PictureDto[] };

/**
 * The pictures of a work: add, describe, reorder, remove. Every button is a submit button that the server handles
 * without JavaScript; with it, the list changes in place.
 */
export function PictureField({ pictures: saved, error, autoFocus }: Props) {
  const list = usePictureList(saved);
  const { pictures, uploads, remaining } = list;
  const [hasJavaScript, setHasJavaScript] = useState(false);
  const draggedFrom = useRef<number | null>(null);
  const hintId = useId();
  useEffect(() => setHasJavaScript(true), []);

  function onChoose(event: ChangeEvent<HTMLInputElement>) {
    const input = event.currentTarget;
    list.addFiles([...(input.files ?? [])]);
    // Cleared, so that the form does not submit the files a second time.
    input.value = '';
  }

  function onDrop(to: number) {
    const from = draggedFrom.current;
    draggedFrom.current = null;
    if (from !== null) list.movePicture(from, to);
  }

  return (
    // min-w-0: a fieldset is otherwise at least as wide as its longest line.
    <fieldset
      aria-describedby={error ? `${hintId} pictures-error` : hintId}
      // Without the field below there is nothing else to focus.
      tabIndex={-1}
      data-invalid={error && remaining <= 0 ? true : undefined}
      className="min-w-0"
    >
      <legend className="mb-1.5 text-sm font-medium">Pictures</legend>
      <ol className="space-y-4">
        {pictures.map((picture, index) => (
          <PictureRow
            key={list.keyOf(picture.id)}
            picture={picture}
            index={index}
            isLast={index === pictures.length - 1}
            isTurning={list.turning === picture.id}
            onIntent={list.applyIntent}
            onDragStart={() => {
              draggedFrom.current = index;
            }}
            onDrop={() => onDrop(index)}
          />
        ))}
        {uploads.map((upload) => (
          <UploadRow
            key={upload.id}
            upload={upload}
            onRetry={() => list.retryUpload(upload)}
            onRemove={() => list.removeUpload(upload.id)}
          />
        ))}
      </ol>
      {remaining > 0 && (
        <div className={`flex flex-wrap items-center gap-4 ${pictures.length > 0 || uploads.length > 0 ? 'mt-4' : ''}`}>
          <input
            type="file"
            name="files"
            multiple
            accept={ACCEPTED_PICTURE_TYPES.join(',')}
            onChange={onChoose}
            aria-label="Add pictures"
            aria-describedby={error ? 'pictures-error' : undefined}
            aria-invalid={error ? true : undefined}
            {...{ autoFocus }}
            className="block w-full rounded-md border border-dashed border-field p-6 text-sm file:mr-4 file:rounded-full file:border-0 file:bg-ink file:px-5 file:py-2 file:text-sm file:font-medium file:text-paper"
          />
          {!hasJavaScript && (
            <Button variant="quiet" type="submit" name="intent" value="add">
              Add these pictures
            </Button>
          )}
        </div>
      )}
      <p id={hintId} className="mt-1.5 text-sm text-quiet">
        {ACCEPTED_PICTURES} each, eight at most. The first one is shown in the gallery.
      </p>
      <FieldError id="pictures-error">{error}</FieldError>
      <p className={list.isRefused ? 'mt-1.5 text-sm font-medium text-accent' : 'sr-only'} aria-live="polite">
        {list.announcement}
      </p>
    </fieldset>
  );
}

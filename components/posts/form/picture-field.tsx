'use client';

import { type ChangeEvent, type DragEvent, type MouseEvent, useEffect, useId, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { FieldError, inputClass } from '#components/ui/field.tsx';
import {
  ACCEPTED_PICTURE_TYPES,
  ACCEPTED_PICTURES,
  MAX_PICTURES_PER_POST,
  pictureUrl,
} from '#lib/domain/pictures/picture.ts';
import { arrange, move } from '#lib/domain/pictures/picture-list.ts';
import type { PictureDto } from '#lib/domain/posts/post-dto.ts';
import { UploadRow } from './upload-row.tsx';
import { useUploads } from './use-uploads.ts';

/**
 * The pictures of a work: added, described, put in order, removed. Each button is a submit button that
 * the server understands too; here it is answered at once instead.
 */
export function PictureField({ pictures: initial, error }: { pictures: PictureDto[]; error: string | undefined }) {
  const [pictures, setPictures] = useState(initial);
  const [news, setNews] = useState('');
  const [scripted, setScripted] = useState(false);
  const dragged = useRef<number | null>(null);
  const hintId = useId();
  // What the server answered replaces what is here.
  useEffect(() => setPictures(initial), [initial]);
  useEffect(() => setScripted(true), []);

  // Several are on their way at once, but they stand in the order in which they were chosen.
  const orders = useRef(new Map<string, number>());
  const { uploads, add, retry, leave } = useUploads((picture, order, file) => {
    orders.current.set(picture.id, order);
    setPictures((all) => {
      const later = all.findIndex(({ id }) => (orders.current.get(id) ?? 0) > order);
      return later < 0 ? [...all, picture] : all.toSpliced(later, 0, picture);
    });
    setNews(`${file.name} is added.`);
  });
  const room = MAX_PICTURES_PER_POST - pictures.length - uploads.length;

  function choose(event: ChangeEvent<HTMLInputElement>) {
    const input = event.currentTarget;
    const files = [...(input.files ?? [])];
    // Emptied, so that the form does not send them a second time.
    input.value = '';
    if (files.length > room) setNews('A work can have up to eight pictures; the others were left out.');
    add(files.slice(0, Math.max(0, room)));
  }

  function answer(event: MouseEvent<HTMLButtonElement>) {
    event.preventDefault();
    const intent = event.currentTarget.value;
    setPictures((all) => arrange(all, intent));
    setNews(intent.startsWith('remove') ? 'Picture removed.' : 'Order changed.');
  }

  function drop(event: DragEvent, place: number) {
    event.preventDefault();
    const from = dragged.current;
    dragged.current = null;
    if (from !== null) setPictures((all) => move(all, from, place));
  }

  return (
    // A fieldset grows with its longest line unless it is told not to.
    <fieldset aria-describedby={hintId} className="min-w-0">
      <legend className="mb-1.5 text-sm font-medium">Pictures</legend>
      <ol className="space-y-4">
        {pictures.map((picture, index) => (
          <li
            key={picture.id}
            draggable
            onDragStart={() => {
              dragged.current = index;
            }}
            onDragOver={(event) => event.preventDefault()}
            onDrop={(event) => drop(event, index)}
            className="flex items-start gap-4 rounded-md border border-line bg-raised p-3"
          >
            <input type="hidden" name="picture" value={picture.id} />
            <img
              src={pictureUrl(picture.key, picture.widths[0] ?? 0)}
              alt=""
              width={picture.width}
              height={picture.height}
              className="size-24 shrink-0 object-cover"
            />
            <div className="min-w-0 grow">
              <label htmlFor={`alt:${picture.id}`} className="mb-1 block text-sm">
                Picture {index + 1}: what does it show?
              </label>
              <input
                id={`alt:${picture.id}`}
                name={`alt:${picture.id}`}
                defaultValue={picture.alt}
                maxLength={300}
                className={inputClass}
                placeholder="For screen readers"
                onChange={(event) => {
                  picture.alt = event.currentTarget.value;
                }}
              />
              <div className="mt-2 flex flex-wrap gap-x-4 gap-y-1">
                <Button
                  look="text"
                  type="submit"
                  name="intent"
                  value={`up:${picture.id}`}
                  onClick={answer}
                  disabled={index === 0}
                >
                  Move up<span className="sr-only">: picture {index + 1}</span>
                </Button>
                <Button
                  look="text"
                  type="submit"
                  name="intent"
                  value={`down:${picture.id}`}
                  onClick={answer}
                  disabled={index === pictures.length - 1}
                >
                  Move down<span className="sr-only">: picture {index + 1}</span>
                </Button>
                <Button look="text" type="submit" name="intent" value={`remove:${picture.id}`} onClick={answer}>
                  Remove<span className="sr-only"> picture {index + 1}</span>
                </Button>
              </div>
            </div>
          </li>
        ))}
        {uploads.map((upload) => (
          <UploadRow key={upload.id} upload={upload} onRetry={() => retry(upload)} onLeave={() => leave(upload.id)} />
        ))}
      </ol>
      {room > 0 && (
        <div className={`flex flex-wrap items-center gap-4 ${pictures.length > 0 || uploads.length > 0 ? 'mt-4' : ''}`}>
          <input
            type="file"
            name="files"
            multiple
            accept={ACCEPTED_PICTURE_TYPES.join(',')}
            onChange={choose}
            aria-label="Add pictures"
            className="block w-full rounded-md border border-dashed border-field p-6 text-sm file:mr-4 file:rounded-full file:border-0 file:bg-ink file:px-5 file:py-2 file:text-sm file:font-medium file:text-paper"
          />
          {!scripted && (
            <Button look="quiet" type="submit" name="intent" value="add">
              Add these pictures
            </Button>
          )}
        </div>
      )}
      <p id={hintId} className="mt-1.5 text-sm text-quiet">
        {ACCEPTED_PICTURES} each, eight at most. The first one stands in the gallery.
      </p>
      <FieldError id="pictures-error">{error}</FieldError>
      <p className="sr-only" aria-live="polite">
        {news}
      </p>
    </fieldset>
  );
}

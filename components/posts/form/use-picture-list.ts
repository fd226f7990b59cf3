import { useEffect, useRef, useState } from 'react';
import { MAX_PICTURES_PER_POST } from '#lib/domain/pictures/picture.ts';
import { arrange, move } from '#lib/domain/pictures/picture-list.ts';
import type { PictureDto } from '#lib/domain/posts/post-dto.ts';
import { turnPicture } from './turn-picture.ts';
import { useUploads } from './use-uploads.ts';

/**
 * The pictures of the post form with their uploads, and the last change as an announcement for screen readers.
 * @param saved the pictures in the server's last response; a new response replaces the list
 */
export function usePictureList(saved: PictureDto[]) {
  const [pictures, setPictures] = useState(saved);
  const [announcement, setAnnouncement] = useState('');
  // What was refused is shown, not only announced.
  const [isRefused, setIsRefused] = useState(false);
  const [turning, setTurning] = useState<string | null>(null);
  useEffect(() => setPictures(saved), [saved]);

  // Parallel uploads finish in any order; the pictures keep the order in which their files were chosen.
  const uploadOrder = useRef(new Map<string, number>());
  const { uploads, add, retry, remove } = useUploads((picture, order, file) => {
    uploadOrder.current.set(picture.id, order);
    setPictures((all) => {
      const later = all.findIndex(({ id }) => (uploadOrder.current.get(id) ?? 0) > order);
      return later < 0 ? [...all, picture] : all.toSpliced(later, 0, picture);
    });
    setAnnouncement(`${file.name} added.`);
  });
  // The row of a turned picture stays: with what was typed in it, and the focus.
  const rowKeys = useRef(new Map<string, string>());
  const keyOf = (id: string) => rowKeys.current.get(id) ?? id;

  async function turn(id: string) {
    if (turning !== null) return;
    setTurning(id);
    const result = await turnPicture(id);
    setTurning(null);
    setIsRefused('error' in result);
    if ('error' in result) return setAnnouncement(result.error);
    const { picture } = result;
    rowKeys.current.set(picture.id, keyOf(id));
    const order = uploadOrder.current.get(id);
    if (order !== undefined) uploadOrder.current.set(picture.id, order);
    setPictures((all) => all.map((each) => (each.id === id ? picture : each)));
    setAnnouncement('Picture turned.');
  }

  const remaining = MAX_PICTURES_PER_POST - pictures.length - uploads.length;

  return {
    pictures,
    /** The React key of a picture's row. */
    keyOf,
    uploads,
    announcement,
    isRefused,
    /** How many more pictures can be added. */
    remaining,
    addFiles(files: File[]) {
      if (files.length > remaining) {
        setAnnouncement('A work can have up to eight pictures; the others were not added.');
      }
      add(files.slice(0, Math.max(0, remaining)));
    },
    /** The id of the picture that is being turned. */
    turning,
    /** @param intent `up:<id>`, `down:<id>`, `turn:<id>` or `remove:<id>` */
    applyIntent(intent: string) {
      const [action, id = ''] = intent.split(':');
      if (action === 'turn') return void turn(id);
      setIsRefused(false);
      setPictures((all) => arrange(all, intent));
      setAnnouncement(intent.startsWith('remove') ? 'Picture removed.' : 'Order changed.');
    },
    movePicture: (from: number, to: number) => setPictures((all) => move(all, from, to)),
    retryUpload: retry,
    removeUpload: remove,
  };
}

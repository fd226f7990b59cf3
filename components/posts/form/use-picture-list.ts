import { useEffect, useRef, useState } from 'react';
import { MAX_PICTURES_PER_POST } from '#lib/domain/pictures/picture.ts';
import { arrange, move } from '#lib/domain/pictures/picture-list.ts';
import type { PictureDto } from '#lib/domain/posts/post-dto.ts';
import { useUploads } from './use-uploads.ts';

/**
 * The pictures of the post form with their uploads, and the last change as an announcement for screen readers.
 * @param saved the pictures in the server's last response; a new response replaces the list
 */
export function usePictureList(saved: PictureDto[]) {
  const [pictures, setPictures] = useState(saved);
  const [announcement, setAnnouncement] = useState('');
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
  const remaining = MAX_PICTURES_PER_POST - pictures.length - uploads.length;

  return {
    pictures,
    uploads,
    announcement,
    /** How many more pictures can be added. */
    remaining,
    addFiles(files: File[]) {
      if (files.length > remaining) {
        setAnnouncement('A work can have up to eight pictures; the others were not added.');
      }
      add(files.slice(0, Math.max(0, remaining)));
    },
    /** @param intent `up:<id>`, `down:<id>` or `remove:<id>` */
    applyIntent(intent: string) {
      setPictures((all) => arrange(all, intent));
      setAnnouncement(intent.startsWith('remove') ? 'Picture removed.' : 'Order changed.');
    },
    movePicture: (from: number, to: number) => setPictures((all) => move(all, from, to)),
    retryUpload: retry,
    removeUpload: remove,
  };
}

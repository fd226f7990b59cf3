import { useRef, useState } from 'react';
import type { PictureDto } from '#lib/domain/posts/post-dto.ts';
import { type UploadFailure, uploadPicture } from './upload-picture.ts';

export type Upload = {
  id: number;
  file: File;
  /** null while it is queued; at 100 the server is processing it. */
  percent: number | null;
  failure?: UploadFailure;
};

/** Enough to use the connection while the server processes a picture, and few enough not to delay other requests. */
const MAX_PARALLEL = 3;

let lastId = 0;

/**
 * The files that are being uploaded, each with its progress or the reason why it failed.
 * @param onStored is called with each stored picture; `order` is the position of its file among all that were added
 */
export function useUploads(onStored: (picture: PictureDto, order: number, file: File) => void) {
  const [uploads, setUploads] = useState<Upload[]>([]);
  const queue = useRef<Upload[]>([]);
  const sending = useRef(0);
  // The latest callback, because an upload outlives the render that started it.
  const latestOnStored = useRef(onStored);
  latestOnStored.current = onStored;

  const patch = (id: number, change: Partial<Upload>) =>
    setUploads((all) => all.map((upload) => (upload.id === id ? { ...upload, ...change } : upload)));
  const remove = (id: number) => setUploads((all) => all.filter((upload) => upload.id !== id));

  async function send({ id, file }: Upload) {
    sending.current += 1;
    patch(id, { percent: 0 });
    const result = await uploadPicture(file, (percent) => patch(id, { percent }));
    sending.current -= 1;
    if ('error' in result) {
      patch(id, { failure: result });
    } else {
      remove(id);
      latestOnStored.current(result.picture, id, file);
    }
    sendQueued();
  }

  function sendQueued() {
    while (sending.current < MAX_PARALLEL) {
      const next = queue.current.shift();
      if (!next) return;
      void send(next);
    }
  }

  return {
    uploads,
    add(files: File[]) {
      const added = files.map((file): Upload => ({ id: ++lastId, file, percent: null }));
      queue.current.push(...added);
      setUploads((all) => [...all, ...added]);
      sendQueued();
    },
    retry({ id, file }: Upload) {
      setUploads((all) => all.map((upload) => (upload.id === id ? { id, file, percent: null } : upload)));
      queue.current.push({ id, file, percent: null });
      sendQueued();
    },
    remove,
  };
}

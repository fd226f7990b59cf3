import { useRef, useState } from 'react';
import type { PictureDto } from '#lib/domain/posts/post-dto.ts';
import { uploadPicture } from './upload-picture.ts';

export type Upload = {
  id: number;
  file: File;
  /** null while it waits for its turn; at 100 the server is making its files. */
  percent: number | null;
  error?: string;
};

/** So many are sent at once: enough to fill the line while the server works, few enough to leave it to others. */
const IN_FLIGHT = 3;

let count = 0;

/**
 * Files on their way to the server, each with its progress or the sentence that says why it failed.
 * @param onStored is called with each picture that arrived; `order` is the place of its file among all that were added.
 */
export function useUploads(onStored: (picture: PictureDto, order: number, file: File) => void) {
  const [uploads, setUploads] = useState<Upload[]>([]);
  const waiting = useRef<Upload[]>([]);
  const sending = useRef(0);
  // The latest one, because an upload outlives the drawing that began it.
  const stored = useRef(onStored);
  stored.current = onStored;

  const patch = (id: number, change: Partial<Upload>) =>
    setUploads((all) => all.map((upload) => (upload.id === id ? { ...upload, ...change } : upload)));
  const leave = (id: number) => setUploads((all) => all.filter((upload) => upload.id !== id));

  async function send({ id, file }: Upload) {
    sending.current += 1;
    patch(id, { percent: 0 });
    const result = await uploadPicture(file, (percent) => patch(id, { percent }));
    sending.current -= 1;
    if ('error' in result) {
      patch(id, { error: result.error });
    } else {
      leave(id);
      stored.current(result.picture, id, file);
    }
    sendWaiting();
  }

  function sendWaiting() {
    while (sending.current < IN_FLIGHT) {
      const next = waiting.current.shift();
      if (!next) return;
      void send(next);
    }
  }

  return {
    uploads,
    add(files: File[]) {
      const added = files.map((file): Upload => ({ id: ++count, file, percent: null }));
      waiting.current.push(...added);
      setUploads((all) => [...all, ...added]);
      sendWaiting();
    },
    retry({ id, file }: Upload) {
      setUploads((all) => all.map((upload) => (upload.id === id ? { id, file, percent: null } : upload)));
      waiting.current.push({ id, file, percent: null });
      sendWaiting();
    },
    leave,
  };
}

import { MAX_PICTURE_BYTES } from '#lib/domain/pictures/picture.ts';
import type { PictureDto } from '#lib/domain/posts/post-dto.ts';

/** Why a file was not stored. */
export type UploadFailure = { error: string; canRetry: boolean };

/**
 * Uploads one picture. XMLHttpRequest, because fetch does not report upload progress.
 * @param onProgress is called with percent, 0 to 100; at 100 the server has the whole file and is processing it
 */
export function uploadPicture(
  file: File,
  onProgress: (percent: number) => void,
): Promise<{ picture: PictureDto } | UploadFailure> {
  if (file.size > MAX_PICTURE_BYTES)
    return Promise.resolve({ error: 'This file is larger than 25 MB.', canRetry: false });
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/pictures');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress(Math.round((loaded / total) * 100));
    request.onload = () => {
      if (request.status === 201) resolve({ picture: request.response });
      else
        resolve({ error: 'The picture could not be stored. Please try again.', canRetry: true, ...request.response });
    };
    request.onerror = () => resolve({ error: 'The connection was lost. Please try again.', canRetry: true });
    request.send(file);
  });
}

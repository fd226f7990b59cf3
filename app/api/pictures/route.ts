import { MAX_PICTURE_BYTES } from '#lib/domain/pictures/picture.ts';
import { PictureError } from '#lib/media/picture-error.ts';
import { addPicture } from '#lib/posts/add-picture.ts';
import { pictureResponse } from './picture-response.ts';

/** Stores one picture, sent as the raw body. While other pictures are being processed, it waits on the disk. */
export async function POST(request: Request): Promise<Response> {
  return pictureResponse(request, (viewer) => {
    if (Number(request.headers.get('content-length')) > MAX_PICTURE_BYTES) throw new PictureError('too-large');
    return addPicture(viewer, request.body ?? new Blob().stream());
  });
}

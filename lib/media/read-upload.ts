import { MAX_PICTURE_BYTES } from '#lib/domain/picture.ts';
import { PictureError } from '#lib/media/picture-error.ts';

const UPLOAD_MS = 120_000;

/**
 * The body of a request that is one picture and nothing else. Stops reading as soon as it is too
 * large (25 MB) or has taken two minutes, which `milliseconds` may change.
 * @throws {PictureError} too-large, too-slow, unreadable (the sender went away)
 */
export async function readUpload(request: Request, milliseconds = UPLOAD_MS): Promise<Buffer> {
  if (Number(request.headers.get('content-length')) > MAX_PICTURE_BYTES) throw new PictureError('too-large');
  if (!request.body) return Buffer.alloc(0);
  const reader = request.body.getReader();
  const late = AbortSignal.timeout(milliseconds);
  const stop = () => void reader.cancel().catch(() => undefined);
  late.addEventListener('abort', stop);
  try {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for (;;) {
      // A cancelled reader answers `done`, which is not the end of the picture.
      const { done, value } = await reader.read();
      if (late.aborted) throw new PictureError('too-slow');
      if (done) return Buffer.concat(chunks);
      size += value.byteLength;
      if (size > MAX_PICTURE_BYTES) throw new PictureError('too-large');
      chunks.push(value);
    }
  } catch (cause) {
    stop();
    throw cause instanceof PictureError ? cause : new PictureError('unreadable', { cause });
  } finally {
    late.removeEventListener('abort', stop);
  }
}

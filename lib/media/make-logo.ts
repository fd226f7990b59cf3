import { MAX_LOGO_BYTES } from '#lib/domain/settings/logo.ts';
import { decodeLogo } from './decode-process.ts';
import type { LogoFiles } from './derive-logo.ts';
import { requireRoom, withIncoming } from './incoming.ts';
import { PictureError } from './picture-error.ts';
import { uploadQueue } from './upload-queue.ts';

/**
 * Checks and decodes an uploaded logo (JPEG, PNG, WebP or AVIF) as every other picture, and makes its files.
 * @param owner the account that uploads; accounts take turns.
 * @returns `key` is the sha256 of the upload, in hex.
 * @throws {PictureError} if the picture is refused, larger than 5 MB included, or too many are being uploaded.
 */
export function makeLogo(body: ReadableStream<Uint8Array>, owner: string): Promise<LogoFiles & { key: string }> {
  return uploadQueue().enter(owner, async (runInTurn) => {
    await requireRoom();
    return withIncoming(body, async ({ file, key, type, format, bytes }) => {
      if (!type) throw new PictureError('not-a-picture', { format });
      if (bytes > MAX_LOGO_BYTES) throw new PictureError('too-large');
      return runInTurn(async () => ({ key, ...(await decodeLogo({ file, type })) }));
    });
  });
}

import { isPublicName } from '#lib/media/picture-names.ts';
import { storage } from '#lib/media/storage.ts';

export interface PictureFile {
  stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Bytes. */
  size: number;
  type: 'image/webp';
  etag: string;
}

/**
 * The file behind `/media/<name>`, or null. Only WebP derivatives can be reached by it: any other
 * name, an original's included, is answered as if there were none.
 */
export async function openPictureFile(name: string, store = storage()): Promise<PictureFile | null> {
  if (!isPublicName(name)) return null;
  const file = await store.get(name);
  return file && { ...file, type: 'image/webp', etag: `"${name.slice(0, -'.webp'.length)}"` };
}

/** The headers of the answer. The name is made from the content, so a cache may keep it for ever. */
export function pictureHeaders({ size, type, etag }: Omit<PictureFile, 'stream'>): Record<string, string> {
  return {
    'Content-Type': type,
    'Content-Length': String(size),
    'Cache-Control': 'public, max-age=31536000, immutable',
    'X-Content-Type-Options': 'nosniff',
    ETag: etag,
  };
}

import { publicFormat } from './picture-names.ts';
import { storage } from './storage.ts';

export interface PictureFile {
  stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Bytes. */
  size: number;
  type: 'image/webp' | 'image/avif';
  etag: string;
}

/**
 * The file behind `/media/<name>`, or null. Only WebP and AVIF derivatives can be reached by it: any other
 * name, an original's included, is answered as if there were none.
 */
export async function openPictureFile(name: string, store = storage()): Promise<PictureFile | null> {
  const format = publicFormat(name);
  if (!format) return null;
  const file = await store.get(name);
  return file && { ...file, type: `image/${format}`, etag: `"${name}"` };
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

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
 * The file of `/media/<name>`, or null. Only WebP and AVIF derivatives are served; any other name, including that of an
 * original, reads as not found.
 */
export async function openPictureFile(name: string, store = storage()): Promise<PictureFile | null> {
  const format = publicFormat(name);
  if (!format) return null;
  const file = await store.get(name);
  return file && { ...file, type: `image/${format}`, etag: `"${name}"` };
}

/** The response headers. The name contains a hash of the content, so the response can be cached for ever. */
export function pictureHeaders({ size, type, etag }: Omit<PictureFile, 'stream'>): Record<string, string> {
  return {
    'Content-Type': type,
    'Content-Length': String(size),
    'Cache-Control': 'public, max-age=31536000, immutable',
    'X-Content-Type-Options': 'nosniff',
    ETag: etag,
  };
}

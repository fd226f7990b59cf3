/**
 * Stores the files of pictures. Names come from lib/media/picture-names.ts and determine whether a file is public.
 * Every function throws RangeError for any other name.
 */
export interface PictureStorage {
  /** Atomic: stores the complete file or nothing. An existing file is replaced. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** The same from a file on disk, without reading it into memory at once. */
  putFile(name: string, file: string): Promise<void>;
  /** The file, or null if there is none; `size` in bytes. Nothing is opened before the stream is read. */
  get(name: string): Promise<{ stream: ReadableStream<Uint8Array<ArrayBuffer>>; size: number } | null>;
  has(name: string): Promise<boolean>;
  /** Removes the file, if there is one. */
  remove(name: string): Promise<void>;
}

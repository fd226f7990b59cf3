/**
 * Where pictures are kept. A name is one of lib/media/picture-names.ts and says by itself whether the
 * file is public. Every function throws RangeError for any other name.
 */
export interface PictureStorage {
  /** Stores the whole file or nothing; a file of that name is replaced. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** The same with the content of a file, of which only a part is in memory at a time. */
  putFile(name: string, file: string): Promise<void>;
  /** The file, or null when there is none; `size` in bytes. Nothing is open before the stream is read. */
  get(name: string): Promise<{ stream: ReadableStream<Uint8Array<ArrayBuffer>>; size: number } | null>;
  has(name: string): Promise<boolean>;
  /** Removes the file; one that is not there is fine. */
  remove(name: string): Promise<void>;
}

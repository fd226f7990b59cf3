import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** `text` is null when the line is longer than the limit. Numbers begin at 1. */
export type NumberedLine = { number: number; text: string | null };

/** The longest line that is read, in bytes; a catalogue's lines have about 400. */
export const MAX_LINE_BYTES = 256 * 1024;

const NEWLINE = 0x0a;

/** A file that cannot be imported; `message` is one sentence for the person who named it. */
export class CatalogueFileError extends Error {
  override name = 'CatalogueFileError';
}

/**
 * The lines of a text file, plain or gzip (told by its first bytes, whatever its name), never more than one
 * chunk in memory.
 * @throws {CatalogueFileError} when the file is missing, unreadable or a damaged gzip
 */
export async function* readLines(file: string): AsyncGenerator<NumberedLine> {
  try {
    yield* splitLines(await openBytes(file));
  } catch (error) {
    throw explained(file, error);
  }
}

/** Leaving the loop early closes the stream, and `pipeline` closes the file behind it. */
async function openBytes(file: string): Promise<Readable> {
  const gzip = await isGzip(file);
  const source = createReadStream(file);
  // What goes wrong in one stream reaches the reader through the last one.
  return gzip ? pipeline(source, createGunzip(), () => undefined) : source;
}

/** Splits at line feeds; the last line needs none. */
export async function* splitLines(bytes: AsyncIterable<Buffer>): AsyncGenerator<NumberedLine> {
  let parts: Buffer[] = [];
  let length = 0;
  let number = 0;
  const take = (part: Buffer) => {
    length += part.length;
    if (length <= MAX_LINE_BYTES) parts.push(part);
    else parts = [];
  };
  const finish = (): NumberedLine => {
    const text = length > MAX_LINE_BYTES ? null : Buffer.concat(parts).toString('utf8');
    parts = [];
    length = 0;
    number += 1;
    return { number, text };
  };
  for await (const chunk of bytes) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      take(chunk.subarray(start, end));
      yield finish();
      start = end + 1;
    }
    take(chunk.subarray(start));
  }
  if (length > 0) yield finish();
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

function explained(file: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return new CatalogueFileError(`There is no file ${file}.`, { cause: error });
  if (code === 'EISDIR')
    return new CatalogueFileError(`${file} is a folder; name a .jsonl or .jsonl.gz file.`, { cause: error });
  if (code === 'EACCES') return new CatalogueFileError(`${file} may not be read by this user.`, { cause: error });
  if (/^Z_/.test(code)) return new CatalogueFileError(`${file} is not a whole gzip file.`, { cause: error });
  return error;
}

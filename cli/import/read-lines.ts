import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** `text`: null if the line exceeds the limit. `number` starts at 1. */
export type NumberedLine = { number: number; text: string | null };

/** A catalogue's lines have about 400 bytes. */
export const MAX_LINE_BYTES = 256 * 1024;

const NEWLINE = 0x0a;

/** The file cannot be imported; `message` is one sentence for the user of the command. */
export class CatalogueFileError extends Error {
  override name = 'CatalogueFileError';
}

/**
 * The lines of a text file, plain or gzip (detected by its first bytes), with no more than one chunk in memory.
 * @throws {CatalogueFileError} if the file is missing, unreadable or a damaged gzip file
 */
export async function* readLines(file: string): AsyncGenerator<NumberedLine> {
  try {
    yield* splitLines(await openBytes(file));
  } catch (error) {
    throw toCatalogueFileError(file, error);
  }
}

/** Leaving the loop early closes the stream, and `pipeline` then closes the file. */
async function openBytes(file: string): Promise<Readable> {
  const gzip = await isGzip(file);
  const source = createReadStream(file);
  // Errors of either stream reach the reader through the last one.
  return gzip ? pipeline(source, createGunzip(), () => undefined) : source;
}

/** Splits at line feeds, which are optional after the last line. */
export async function* splitLines(bytes: AsyncIterable<Buffer>): AsyncGenerator<NumberedLine> {
  let parts: Buffer[] = [];
  let length = 0;
  let number = 0;
  const append = (part: Buffer) => {
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
      append(chunk.subarray(start, end));
      yield finish();
      start = end + 1;
    }
    append(chunk.subarray(start));
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

function toCatalogueFileError(file: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return new CatalogueFileError(`There is no file ${file}.`, { cause: error });
  if (code === 'EISDIR')
    return new CatalogueFileError(`${file} is a folder; name a .jsonl or .jsonl.gz file.`, { cause: error });
  if (code === 'EACCES')
    return new CatalogueFileError(`This user has no permission to read ${file}.`, { cause: error });
  if (/^Z_/.test(code)) return new CatalogueFileError(`${file} is not a whole gzip file.`, { cause: error });
  return error;
}

import type { Readable, Writable } from 'node:stream';
import { Busboy } from '@fastify/busboy';

export type MultipartLimits = {
  fields: number;
  /** Bytes of all names and values together, without files. */
  textBytes: number;
  files: number;
  /** Bytes of one file; the stream of a larger one ends one byte later. */
  fileBytes: number;
};

export type MultipartFile = {
  field: string;
  /** As the browser calls it; '' for a file field in which nothing was chosen. */
  name: string;
  body: ReadableStream<Uint8Array>;
};

/** The response status for a form that was not read to its end: it is no form, or too large. */
export type MultipartError = 400 | 413;

class MultipartRefused extends Error {
  readonly status: MultipartError;
  constructor(status: MultipartError, cause?: unknown) {
    super(`refused with ${status}`, { cause });
    this.status = status;
  }
}

const HEADER_PAIRS = 10;
const HEADER_BYTES = 4 * 1024;

/**
 * Reads a form with files (RFC 7578) as it arrives: text into memory, within the limits, and each file to `onFile`, one
 * after the other.
 * @param onFile may leave a file unread.
 * @returns the text fields, in order.
 * @throws what `onFile` throws.
 */
export async function readMultipart(
  request: Request,
  limits: MultipartLimits,
  onFile: (file: MultipartFile) => Promise<void>,
): Promise<FormData | MultipartError> {
  const form = new FormData();
  try {
    await readInto(form, request, limits, onFile);
    return form;
  } catch (error) {
    if (error instanceof MultipartRefused) return error.status;
    throw error;
  }
}

async function readInto(
  form: FormData,
  { headers, body }: Request,
  limits: MultipartLimits,
  onFile: (file: MultipartFile) => Promise<void>,
): Promise<void> {
  const parser = newParser(headers.get('content-type') ?? '', limits);
  if (!body) throw new MultipartRefused(400);
  const open = new Set<Readable>();
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  const finished = new Promise<void>((resolve) => parser.once('finish', resolve));
  let textBytes = 0;
  parser.on('error', (error) => fail(new MultipartRefused(400, error)));
  parser.on('field', (name = '', value, _nameTruncated, isTruncated) => {
    textBytes += Buffer.byteLength(name) + Buffer.byteLength(value);
    if (isTruncated || textBytes > limits.textBytes) fail(new MultipartRefused(413));
    else form.append(name, value);
  });
  for (const event of ['fieldsLimit', 'filesLimit', 'partsLimit'] as const)
    parser.on(event, () => fail(new MultipartRefused(413)));
  let turn = Promise.resolve();
  parser.on('file', (field = '', file, name) => {
    open.add(file);
    file.once('close', () => open.delete(file));
    const { stream, skipRest } = webStream(file);
    // In sequence: the bytes of the next file wait at the sender until this one has been stored.
    turn = turn.then(() => onFile({ field, name: name ?? '', body: stream })).then(skipRest);
    turn.catch(fail);
  });
  const reader = body.getReader();
  try {
    await Promise.race([parse(reader, parser).then(() => finished), failed]);
    await turn;
  } catch (cause) {
    for (const file of open) file.destroy(new Error('the form ended early', { cause }));
    await turn.catch(() => {});
    await skip(reader);
    throw cause;
  }
}

async function parse(reader: ReadableStreamDefaultReader<Uint8Array>, parser: Writable): Promise<void> {
  for (;;) {
    const { done, value } = await reader.read().catch((error) => {
      throw new MultipartRefused(400, error);
    });
    if (done) return void parser.end();
    await new Promise((written) => parser.write(value, written));
  }
}

/**
 * Receives what is left, since a client that is still sending reads no response. Cancelling would not do: Node's fetch
 * throws where nobody can catch it when a body is cancelled that is just being read.
 */
async function skip(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  try {
    while (!(await reader.read()).done);
  } catch {
    // The client has left.
  }
}

function newParser(contentType: string, { fields, textBytes, files, fileBytes }: MultipartLimits) {
  if (!/^multipart\/form-data;/i.test(contentType)) throw new MultipartRefused(400);
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      limits: {
        // Parts without a name are counted nowhere else.
        ...{ fields, files, parts: fields + files, fieldSize: textBytes, fileSize: fileBytes + 1 },
        ...{ headerPairs: HEADER_PAIRS, headerSize: HEADER_BYTES },
      },
    });
  } catch (error) {
    throw new MultipartRefused(400, error);
  }
}

/** The file as a web stream that is read only on demand. The parser waits for the end of each file, read or skipped. */
function webStream(file: Readable): { stream: ReadableStream<Uint8Array>; skipRest(): void } {
  const skipRest = () => {
    file.removeAllListeners('data');
    file.resume();
  };
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        file.on('data', (chunk: Buffer) => {
          controller.enqueue(chunk);
          file.pause();
        });
        file.pause();
        file.once('end', () => tryTo(() => controller.close()));
        file.on('error', (error) => tryTo(() => controller.error(error)));
      },
      pull: () => void file.resume(),
      cancel: skipRest,
    },
    { highWaterMark: 0 },
  );
  return { stream, skipRest };
}

/** A stream that was cancelled can neither be closed nor fail. */
function tryTo(change: () => void): void {
  try {
    change();
  } catch {}
}

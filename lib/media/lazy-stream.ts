import { type FileHandle, open } from 'node:fs/promises';

const CHUNK_BYTES = 64 * 1024;

/** Opens the file on the first read, so that a response without a body (304, HEAD) leaves nothing open. */
export function lazyStream(file: string): ReadableStream<Uint8Array<ArrayBuffer>> {
  let handle: FileHandle | undefined;
  const close = async () => handle?.close();
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          handle ??= await open(file);
          const { bytesRead, buffer } = await handle.read(new Uint8Array(CHUNK_BYTES));
          if (bytesRead > 0) return controller.enqueue(buffer.subarray(0, bytesRead));
          await close();
          controller.close();
        } catch (error) {
          await close();
          throw error;
        }
      },
      cancel: close,
    },
    { highWaterMark: 0 },
  );
}

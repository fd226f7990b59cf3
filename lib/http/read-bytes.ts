const TIMEOUT_MS = 10_000;

/** The response status for a body that was not read to its end. */
export type BodyErrorStatus = 408 | 413;

/** The body exactly as sent; 413 once it exceeds `maxBytes`, 408 if it is not complete within ten seconds. */
export async function readBytes(
  request: Request,
  maxBytes: number,
  timeoutMs = TIMEOUT_MS,
): Promise<Buffer | BodyErrorStatus> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return 413;
  if (!request.body) return Buffer.alloc(0);
  const reader = request.body.getReader();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    void reader.cancel().catch(() => {});
  }, timeoutMs);
  try {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for (;;) {
      // A cancelled reader also returns `done`, which is not the end of the body.
      const { done, value } = await reader.read();
      if (late) return 408;
      if (done) return Buffer.concat(chunks);
      size += value.byteLength;
      if (size > maxBytes) {
        void reader.cancel().catch(() => {});
        return 413;
      }
      chunks.push(value);
    }
  } finally {
    clearTimeout(timer);
  }
}

const MILLISECONDS = 10_000;

/** Why a body was not read to its end, as the status that says so. */
export type Unread = 408 | 413;

/**
 * The body as text exactly as it was sent; 413 once it is larger than `maxBytes`, 408 when it has not come within
 * ten seconds, which `milliseconds` may change.
 */
export async function readText(
  request: Request,
  maxBytes: number,
  milliseconds = MILLISECONDS,
): Promise<string | Unread> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return 413;
  if (!request.body) return '';
  const reader = request.body.getReader();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    void reader.cancel().catch(() => {});
  }, milliseconds);
  try {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for (;;) {
      // A cancelled reader answers `done`, which is not the end of the body.
      const { done, value } = await reader.read();
      if (late) return 408;
      if (done) return Buffer.concat(chunks).toString('utf8');
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

/** The answer to a body that was not read. */
export const unreadResponse = (status: Unread): Response =>
  new Response(status === 413 ? 'The body is too large.' : 'The body took too long.', { status });

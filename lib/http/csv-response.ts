/**
 * A CSV file to download, as it is made: a slow client is waited for, and one that leaves ends it.
 * @param name without date and ending.
 */
export function csvResponse(name: string, parts: AsyncGenerator<string>): Response {
  return new Response(toStream(parts), {
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${name}-${new Date().toISOString().slice(0, 10)}.csv"`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}

function toStream(parts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      async pull(controller) {
        const { value, done } = await parts.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      async cancel() {
        await parts.return(undefined);
      },
    },
    // No batch is read before there is room for it.
    { highWaterMark: 0 },
  );
}

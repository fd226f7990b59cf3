import { expect, test } from 'vitest';
import { readText } from '#lib/http/read-text.ts';

const request = (body: BodyInit | null, headers?: HeadersInit) =>
  new Request('http://localhost/', {
    method: 'POST',
    body,
    ...(headers && { headers }),
    duplex: 'half',
  } as RequestInit);

/** A body without a Content-Length. */
const stream = (...chunks: Uint8Array[]) =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });

test('returns the body exactly as it was sent', async () => {
  const body = '{ "a": 1 }\r\n\0 é 😀\n';
  expect(await readText(request(body), 1_000)).toBe(body);
  expect(await readText(request(null), 1_000)).toBe('');
});

test('decodes a character that is split between two chunks', async () => {
  const [first, second, ...rest] = Buffer.from('é😀');
  expect(await readText(request(stream(Buffer.from([first ?? 0]), Buffer.from([second ?? 0, ...rest]))), 10)).toBe(
    'é😀',
  );
});

test('stops when the body is larger than allowed, whatever Content-Length says', async () => {
  expect(await readText(request('x'.repeat(10)), 10)).toBe('x'.repeat(10));
  expect(await readText(request('x'.repeat(11)), 10)).toBe(413);
  expect(await readText(request('é'.repeat(6)), 10)).toBe(413);
  expect(await readText(request(stream(Buffer.alloc(8), Buffer.alloc(8))), 10)).toBe(413);
  expect(await readText(request('x', { 'content-length': '11' }), 10)).toBe(413);
});

test('times out on a body that never ends', async () => {
  let cancelled = false;
  const endless = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(Buffer.from('x')),
    cancel: () => {
      cancelled = true;
    },
  });
  expect(await readText(request(endless), 10, 20)).toBe(408);
  expect(cancelled).toBe(true);
});

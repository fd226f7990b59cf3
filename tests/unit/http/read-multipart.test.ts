import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { type MultipartFile, readMultipart } from '#lib/http/read-multipart.ts';

const LIMITS = { fields: 5, textBytes: 1_000, files: 2, fileBytes: 100_000 };
const ignore = async () => {};

const requestOf = (body: BodyInit, type: string) =>
  new Request('http://shop.test/', {
    method: 'POST',
    body,
    headers: { 'content-type': type },
    duplex: 'half',
  } as RequestInit);

/** A form as a browser sends it, in several chunks. */
async function formOf(entries: [string, string | File][]): Promise<Request> {
  const form = new FormData();
  for (const [name, value] of entries) form.append(name, value);
  return new Request('http://shop.test/', { method: 'POST', body: form });
}

const file = (name: string, bytes: number) => new File([new Uint8Array(bytes).fill(120)], name);
const bodyText = (body: ReadableStream<Uint8Array>) => text(body as AsyncIterable<Uint8Array>);

test('text fields are returned in order, and files are handed on in turn', async () => {
  const files: string[] = [];
  let running = 0;
  const onFile = async ({ field, name, body }: MultipartFile) => {
    expect(++running).toBe(1);
    const content = await bodyText(body as ReadableStream<Uint8Array>);
    // Another file could overtake this one now.
    await new Promise(setImmediate);
    files.push(`${field} ${name} ${content.length}`);
    running -= 1;
  };
  const request = await formOf([
    ['title', 'Häfen 😀'],
    ['files', file('één.png', 90_000)],
    ['files', file('two.png', 70_000)],
    ['title', 'second'],
  ]);
  const form = await readMultipart(request, LIMITS, onFile);
  expect(form instanceof FormData && [...form]).toEqual([
    ['title', 'Häfen 😀'],
    ['title', 'second'],
  ]);
  expect(files).toEqual(['files één.png 90000', 'files two.png 70000']);
});

test('a file that is not read, or only begun, holds up nothing', async () => {
  const request = await formOf([
    ['files', file('unread.png', 90_000)],
    ['files', file('begun.png', 90_000)],
    ['title', 'after'],
  ]);
  const onFile = async ({ name, body }: MultipartFile) => {
    if (name === 'unread.png') return;
    const reader = body.getReader();
    await reader.read();
    await reader.cancel();
  };
  const form = await readMultipart(request, LIMITS, onFile);
  expect(form instanceof FormData && form.get('title')).toBe('after');
});

test('a file above the limit ends one byte later', async () => {
  let length = 0;
  const request = await formOf([['files', file('large.png', 300_000)]]);
  await readMultipart(request, LIMITS, async ({ body }) => {
    length = (await bodyText(body)).length;
  });
  expect(length).toBe(LIMITS.fileBytes + 1);
});

test.for<[string, [string, string | File][]]>([
  ['one long value', [['title', 'x'.repeat(1_001)]]],
  [
    'several values that are too long together',
    [
      ['a', 'x'.repeat(600)],
      ['b', 'x'.repeat(600)],
    ],
  ],
  ['too many fields', Array.from({ length: 6 }, (_, index) => [`f${index}`, ''])],
  ['too many files', Array.from({ length: 3 }, () => ['files', file('x.png', 10)])],
])('%s is too large', async ([, entries]) => {
  expect(await readMultipart(await formOf(entries), LIMITS, ignore)).toBe(413);
});

test.for<[string, BodyInit, string]>([
  ['another type', 'title=x', 'application/x-www-form-urlencoded'],
  ['no boundary', 'x', 'multipart/form-data; charset=utf-8'],
  ['no end', '--b\r\nContent-Disposition: form-data; name="title"\r\n\r\nFog', 'multipart/form-data; boundary=b'],
  [
    'an unfinished file',
    '--b\r\nContent-Disposition: form-data; name="files"; filename="x"\r\n\r\nFog',
    'multipart/form-data; boundary=b',
  ],
  ['nothing of it', 'x', 'multipart/form-data; boundary=b'],
])('%s is no form', async ([, body, type]) => {
  const onFile = async ({ body }: MultipartFile) => void (await bodyText(body).catch(() => ''));
  expect(await readMultipart(requestOf(body, type), LIMITS, onFile)).toBe(400);
});

test('parts without a name are limited like all others', async () => {
  const body = `--b${'\r\n\r\n\r\n--b'.repeat(1_000)}--`;
  expect(await readMultipart(requestOf(body, 'multipart/form-data; boundary=b'), LIMITS, ignore)).toBe(413);
});

test('a client that leaves in the middle of a file ends its reader', async () => {
  const begun = Promise.withResolvers<void>();
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const head = '--b\r\nContent-Disposition: form-data; name="files"; filename="x"\r\n\r\n';
      controller.enqueue(new TextEncoder().encode(head + 'x'.repeat(1_000)));
      await begun.promise;
      controller.error(new Error('gone'));
    },
  });
  let ending = '';
  const onFile = async ({ body }: MultipartFile) => {
    begun.resolve();
    ending = await bodyText(body).then(
      () => 'whole',
      () => 'failed',
    );
  };
  expect(await readMultipart(requestOf(body, 'multipart/form-data; boundary=b'), LIMITS, onFile)).toBe(400);
  expect(ending).toBe('failed');
});

test('what the reader of a file throws is thrown', async () => {
  const request = await formOf([['files', file('x.png', 90_000)]]);
  const failing = async () => {
    throw new Error('the disk is full');
  };
  await expect(readMultipart(request, LIMITS, failing)).rejects.toThrow('the disk is full');
});

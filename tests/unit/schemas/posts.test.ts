import { expect, test } from 'vitest';
import { POST_LIMITS } from '#lib/domain/posts/post-limits.ts';
import { cursorSchema, postSchema } from '#lib/schemas/posts.ts';

const UUID = '00000000-0000-4000-8000-000000000001';
/** What a browser sends for a form in which only title and price were filled in. */
const form = {
  ...{ title: 'Harbour', description: '', content: '', price: '120', currency: 'EUR', tags: '' },
  ...{ medium: '', year: '', dimensions: '', pictures: [] as { id: string; alt: string }[] },
};
type Form = typeof form;

const read = (changes: Partial<Form>) => postSchema.parse({ ...form, ...changes });

function problems(changes: Partial<Form>): Record<string, string> {
  const { error } = postSchema.safeParse({ ...form, ...changes });
  return Object.fromEntries(error?.issues.map(({ path, message }) => [path.join('.'), message]) ?? []);
}

test('empty fields become null, and the price includes its currency', () => {
  expect(read({})).toEqual({
    ...{ title: 'Harbour', description: '', content: '', price: { amount: 12_000, currency: 'EUR' }, tags: [] },
    ...{ medium: null, year: null, dimensions: null, pictures: [] },
  });
});

test.for(['title', 'description', 'content', 'medium', 'dimensions'] as const)('%s is limited in length', (field) => {
  const limit = field === 'medium' || field === 'dimensions' ? POST_LIMITS.short : POST_LIMITS[field];
  // An emoji is two UTF-16 units but counts as one character.
  for (const character of ['a', '😀']) {
    expect(read({ [field]: character.repeat(limit) })[field]).toBe(character.repeat(limit));
    expect(Object.keys(problems({ [field]: character.repeat(limit + 1) }))).toEqual([field]);
  }
});

test('CRLF becomes LF, and NUL and surrounding spaces are removed', () => {
  expect(read({ content: ' \r\nOne\r\nTwo\0\r\n' }).content).toBe('One\nTwo');
  expect(read({ content: 'a\r\n'.repeat(5_000) }).content).toHaveLength(9_999);
  expect(read({ title: '\0 Fog \0' }).title).toBe('Fog');
});

test.for(['', '   ', '\0', '\r\n'])('the title %j counts as missing', (title) => {
  expect(problems({ title })).toEqual({ title: 'Give the work a title.' });
});

test.for(['\u200b', '\u2060\u200d', '\u3164'])('the title %j counts as missing: nothing of it can be seen', (title) => {
  expect(problems({ title })).toEqual({ title: 'Give the work a title.' });
});

test('fields of one line hold one line, without control and invisible characters', () => {
  const typed = 'Fog\r\n\u200bat\u0007 sea';
  expect(read({ title: typed, medium: typed, dimensions: typed, tags: 'a\u200bb' })).toMatchObject({
    ...{ title: 'Fog at sea', medium: 'Fog at sea', dimensions: 'Fog at sea', tags: ['ab'] },
  });
  expect(read({ pictures: [{ id: UUID, alt: typed }] }).pictures).toEqual([{ id: UUID, alt: 'Fog at sea' }]);
  expect(read({ medium: '\u200b', tags: '\u200b, #\u200b' })).toMatchObject({ medium: null, tags: [] });
});

test('all errors are found in one round', () => {
  const changes = { title: '', description: 'x'.repeat(281), price: 'much', year: 'MCM', tags: 'x'.repeat(31) };
  expect(Object.keys(problems({ ...changes, pictures: [{ id: UUID, alt: 'x'.repeat(301) }] })).sort()).toEqual(
    ['description', 'pictures.0.alt', 'price', 'tags', 'title', 'year'].sort(),
  );
  expect(Object.keys(problems({ title: '', price: '1', currency: 'XXX' })).sort()).toEqual(['currency', 'title']);
});

test('values of a size that nobody types are refused before they are read', () => {
  const huge = 'x,'.repeat(6_000_000);
  for (const field of ['title', 'description', 'content', 'price', 'tags', 'medium', 'year', 'dimensions'] as const)
    expect(Object.keys(problems({ [field]: huge }))).toEqual([field]);
  const pictures = Array.from({ length: 20_000 }, () => ({ id: 'x', alt: '' }));
  expect(problems({ pictures })).toEqual({ pictures: 'A work can have up to eight pictures.' });
});

test('tags are normalized and duplicates removed', () => {
  expect(read({ tags: ' Sea, #FOG ,sea,, two   words\nnew line' }).tags).toEqual([
    'sea',
    'fog',
    'two words',
    'new line',
  ]);
  expect(read({ tags: '😀'.repeat(30) }).tags).toEqual(['😀'.repeat(30)]);
  expect(problems({ tags: 'x'.repeat(31) })).toEqual({ tags: 'Keep each tag to 30 characters.' });
  const eleven = Array.from({ length: 11 }, (_, index) => `tag${index}`);
  expect(problems({ tags: eleven.join() })).toEqual({ tags: 'Use up to ten tags.' });
  expect(read({ tags: `${eleven.slice(1).join()},tag1` }).tags).toHaveLength(10);
});

test('NUL is removed from tags, because PostgreSQL cannot store it', () => {
  expect(read({ tags: 'a\0b, \0' }).tags).toEqual(['ab']);
});

test.for(['-5', '20.5', 'MCMXC', '12345', '1 990', '9999'])('%s is not a valid year', (year) => {
  expect(Object.keys(problems({ year }))).toEqual(['year']);
});

test('years from 0 to next year are valid', () => {
  const next = new Date().getFullYear() + 1;
  for (const year of [0, 1785, next]) expect(read({ year: ` ${year} ` }).year).toBe(year);
  expect(problems({ year: String(next + 1) })).toEqual({ year: 'This year is in the future.' });
});

test.for([
  ['twelve', 'EUR', 'Enter the price in digits, such as 1200 or 1200.50.'],
  ['', 'EUR', 'Enter the price in digits, such as 1200 or 1200.50.'],
  ['12.5', 'JPY', 'This price has more decimals than JPY allows.'],
  ['0.10', 'EUR', 'The lowest price is €0.50.'],
  ['1000000', 'EUR', 'This is more than a single payment allows.'],
])('the price %j in %s is refused with a message', ([price, currency, message]) => {
  expect(problems({ price, currency })).toEqual({ price: message });
});

test('an unknown currency is refused', () => {
  for (const currency of ['XXX', 'eur', '']) expect(Object.keys(problems({ currency }))).toEqual(['currency']);
});

test('a work has up to eight different pictures with short alternative texts', () => {
  const pictures = Array.from({ length: 8 }, (_, index) => ({ id: UUID.replace(/1$/, String(index)), alt: ' A ' }));
  expect(read({ pictures }).pictures[7]).toEqual({ id: UUID.replace(/1$/, '7'), alt: 'A' });
  expect(problems({ pictures: [...pictures, { id: UUID.replace(/1$/, '8'), alt: '' }] })).toHaveProperty('pictures');
  const [first = { id: UUID, alt: '' }] = pictures;
  expect(problems({ pictures: [first, first] })).toEqual({ pictures: 'The same picture is here twice.' });
  expect(problems({ pictures: [{ id: 'x', alt: '' }] })).toHaveProperty(['pictures.0.id']);
  expect(problems({ pictures: [{ id: UUID, alt: 'x'.repeat(301) }] })).toHaveProperty(['pictures.0.alt']);
});

test('a cursor is a time and an id, and nothing else', () => {
  expect(cursorSchema.parse(`1700000000123_${UUID}`)).toEqual({ listedAt: new Date(1_700_000_000_123), id: UUID });
  for (const text of [
    '',
    'x',
    `_${UUID}`,
    `-1_${UUID}`,
    `1_${UUID}x`,
    `1e3_${UUID}`,
    `999999999999999_${UUID}`,
    `1_${UUID}'`,
  ])
    expect(cursorSchema.safeParse(text).success, text).toBe(false);
});

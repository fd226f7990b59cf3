import { beforeAll, describe, expect, test } from 'vitest';
import { makeUser } from '../../support/database/factories.ts';
import { add, found, titles } from './find.ts';

beforeAll(async () => {
  const { id: mira } = await makeUser({ username: 'mira_c', displayName: 'Mira Castellán' });
  const { id: lukasz } = await makeUser({ username: 'lodz', displayName: 'Łukasz Østergård' });
  await add('The Grey Horse', { artistId: mira, tags: ['animals', 'still life'], medium: 'Oil on linen' });
  await add('Harbour', { artistId: mira, description: 'A boat waits.', content: 'Painted beside the lighthouse.' });
  await add('Café in the rain', { artistId: lukasz, medium: 'Gouache on paper', year: 1931 });
  await add('Große Straße', { artistId: lukasz, description: 'Zeichnungen aus Wien' });
  await add('Cafe\u0301 at night', { description: 'Two running dogs.' });
  await add('It', { description: 'A clown.' });
  await add('Two Paintings', { description: 'Les chevaux dans la prairie' });
  await add('Sailor’s knot: blue/green', { tags: ['tapissière'] });
  await add('St.Ives\u{A0}Bay');
  await add('«Море»');
  await add('Hidden horse', { hiddenAt: new Date() });
  await add('Draft of a horse', { status: 'DRAFT', listedAt: null });
});

describe('a word is found', () => {
  test.for([
    ['in a title', 'horse', ['The Grey Horse']],
    ['in the artist’s name', 'castellan', ['Harbour', 'The Grey Horse']],
    ['in the username', 'mira_c', ['Harbour', 'The Grey Horse']],
    ['in a tag', 'animals', ['The Grey Horse']],
    ['in a tag of two words', 'still life', ['The Grey Horse']],
    ['in the medium', 'gouache', ['Café in the rain']],
    ['in the description', 'boat', ['Harbour']],
    ['in the text', 'lighthouse', ['Harbour']],
    ['in the year', '1931', ['Café in the rain']],
    ['in different fields, in any order', 'linen mira horse', ['The Grey Horse']],
    ['only with all others', 'horse lighthouse', []],
    ['in capitals', 'HORSE', ['The Grey Horse']],
    ['beside signs', '“horse”, (grey)!', ['The Grey Horse']],
    ['beside a slash', 'green', ['Sailor’s knot: blue/green']],
    ['with a slash', 'blue/green', ['Sailor’s knot: blue/green']],
    ['before a curly apostrophe', 'sailor', ['Sailor’s knot: blue/green']],
    ['with a straight apostrophe', "sailor's", ['Sailor’s knot: blue/green']],
    ['beside a dot', 'ives', ['St.Ives\u{A0}Bay']],
    ['beside a space that does not break', 'bay', ['St.Ives\u{A0}Bay']],
    ['whatever the alphabet and its case', 'МОРЕ', ['«Море»']],
    ['from its first letters', 'lightho', ['Harbour']],
    ['from one letter, at the end', 'grey h', ['The Grey Horse']],
    ['from the first letters of each', 'gre hor lin', ['The Grey Horse']],
    ['in the plural', 'horses', ['The Grey Horse']],
    ['in the singular', 'painting', ['Two Paintings', 'Harbour']],
    ['in another form', 'run', ['Cafe\u0301 at night']],
    ['as it is in another language', 'chevaux', ['Two Paintings']],
    ['as it is in German', 'Zeichnungen', ['Große Straße']],
    ['with stop words around it', 'the horse of the', ['The Grey Horse']],
    ['that is nothing but a stop word, in a title', 'it', ['It']],
  ] as const)('%s: %s', async ([, q, expected]) => {
    expect((await titles({ q })).sort()).toEqual([...expected].sort());
  });

  test.for([
    ['cafe', 2],
    ['café', 2],
    ['cafe\u0301', 2],
    ['CAFÉ', 2],
    ['strasse', 1],
    ['straße', 1],
    ['STRASSE', 1],
    ['grosse', 1],
    ['lukasz', 2],
    ['Łukasz', 2],
    ['ostergard', 2],
    ['østergård', 2],
    ['tapissiere', 1],
    ['tapissie\u0300re', 1],
  ] as const)('whatever its accents: %s', async ([q, works]) => {
    expect(await titles({ q })).toHaveLength(works);
  });

  test('with one wrong letter, and that is said', async () => {
    for (const [q, corrected] of [
      ['hirse', 'horse'],
      ['hose', 'horse'],
      ['hoorse', 'horse'],
      ['hosre', 'horse'],
      ['orse', 'horse'],
      ['xhorse', 'horse'],
      ['ohrse', 'horse'],
      ['lighthousr', 'lighthouse'],
      ['ljghthouse', 'lighthouse'],
      ['gouachd', 'gouache'],
    ] as const) {
      const page = await found({ q });
      expect([q, page.corrected, page.posts.length]).toEqual([q, corrected, 1]);
    }
    expect((await found({ q: 'grey hrse' })).corrected).toBe('grey horse');
    expect((await found({ q: 'horse' })).corrected).toBeNull();
    // Two wrong letters are another word.
    expect(await found({ q: 'hxxse' })).toMatchObject({ posts: [], corrected: null });
    // What is found by its beginning is no mistake.
    expect((await found({ q: 'hors' })).corrected).toBeNull();
  });
});

test('a title beats an artist, a tag and a text', async () => {
  const { id: artistId } = await makeUser({ displayName: 'Zebra Quist' });
  await add('Text', { description: 'Not far from a zebra.' });
  await add('Tagged', { tags: ['zebra'] });
  await add('By name', { artistId });
  await add('Zebra');
  await add('Longer zebras');
  expect(await titles({ q: 'zebra' })).toEqual(['Zebra', 'Longer zebras', 'By name', 'Tagged', 'Text']);
});

test('what matches is marked in title, artist and an excerpt', async () => {
  const { id: artistId } = await makeUser({ displayName: 'Ada Ocelot' });
  await add('An ocelót asleep', { artistId, description: 'x '.repeat(500) });
  await add('Unrelated', {
    description: `${'Before. '.repeat(50)}Here an <b>ocelot</b> waits. ${'After. '.repeat(50)}`,
  });
  const { posts } = await found({ q: 'ocelots' });
  const [first, second] = posts.map(({ marked }) => marked);
  const matches = (text: typeof first extends undefined ? never : NonNullable<typeof first>['title'] | null) =>
    text?.filter(({ isMatch }) => isMatch).map((piece) => piece.text);
  expect(matches(first?.title ?? null)).toEqual(['ocelót']);
  expect(matches(first?.artist ?? null)).toEqual(['Ocelot']);
  expect(first?.excerpt).toBeNull();
  expect(first?.title.map(({ text }) => text).join('')).toBe('An ocelót asleep');
  expect(matches(second?.title ?? null)).toEqual([]);
  expect(matches(second?.excerpt ?? null)).toEqual(['ocelot']);
  expect(second?.excerpt?.map(({ text }) => text).join('').length).toBeLessThan(200);
  // Without words nothing is marked.
  const [plain] = (await found({ artist: 'mira_c' })).posts;
  expect(plain?.marked).toEqual({
    title: [{ text: plain?.title, isMatch: false }],
    artist: [{ text: 'Mira Castellán', isMatch: false }],
    excerpt: null,
  });
});

test('drafts and hidden works are never found', async () => {
  expect(await titles({ q: 'hidden' })).toEqual([]);
  expect(await titles({ q: 'draft' })).toEqual([]);
});

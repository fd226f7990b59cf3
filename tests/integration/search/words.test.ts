import { beforeAll, describe, expect, test } from 'vitest';
import { makeUser } from '../../support/database/factories.ts';
import { addWork, search, titles } from './search-fixture.ts';

beforeAll(async () => {
  const { id: mira } = await makeUser({ username: 'mira_c', displayName: 'Mira Castellán' });
  const { id: lukasz } = await makeUser({ username: 'lodz', displayName: 'Łukasz Østergård' });
  await addWork('The Grey Horse', { artistId: mira, tags: ['animals', 'still life'], medium: 'Oil on linen' });
  await addWork('Harbour', { artistId: mira, description: 'A boat waits.', content: 'Painted beside the lighthouse.' });
  await addWork('Café in the rain', { artistId: lukasz, medium: 'Gouache on paper', year: 1931 });
  await addWork('Große Straße', { artistId: lukasz, description: 'Zeichnungen aus Wien' });
  await addWork('Cafe\u0301 at night', { description: 'Two running dogs.' });
  await addWork('It', { description: 'A clown.' });
  await addWork('Two Paintings', { description: 'Les chevaux dans la prairie' });
  await addWork('Sailor’s knot: blue/green', { tags: ['tapissière'] });
  await addWork('St.Ives\u{A0}Bay');
  await addWork('«Море»');
  await addWork('Hidden horse', { hiddenAt: new Date() });
  await addWork('Draft of a horse', { status: 'DRAFT', listedAt: null });
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
    ['only together with all others', 'horse lighthouse', []],
    ['in capitals', 'HORSE', ['The Grey Horse']],
    ['beside punctuation', '“horse”, (grey)!', ['The Grey Horse']],
    ['beside a slash', 'green', ['Sailor’s knot: blue/green']],
    ['with a slash', 'blue/green', ['Sailor’s knot: blue/green']],
    ['before a curly apostrophe', 'sailor', ['Sailor’s knot: blue/green']],
    ['with a straight apostrophe', "sailor's", ['Sailor’s knot: blue/green']],
    ['beside a dot', 'ives', ['St.Ives\u{A0}Bay']],
    ['beside a non-breaking space', 'bay', ['St.Ives\u{A0}Bay']],
    ['in any alphabet and case', 'МОРЕ', ['«Море»']],
    ['from its first letters', 'lightho', ['Harbour']],
    ['from one letter, at the end', 'grey h', ['The Grey Horse']],
    ['from the first letters of each', 'gre hor lin', ['The Grey Horse']],
    ['in the plural', 'horses', ['The Grey Horse']],
    ['in the singular', 'painting', ['Two Paintings', 'Harbour']],
    ['in another form', 'run', ['Cafe\u0301 at night']],
    ['unchanged in another language', 'chevaux', ['Two Paintings']],
    ['unchanged in German', 'Zeichnungen', ['Große Straße']],
    ['with stop words around it', 'the horse of the', ['The Grey Horse']],
    ['that is only a stop word, in a title', 'it', ['It']],
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
  ] as const)('regardless of its accents: %s', async ([q, works]) => {
    expect(await titles({ q })).toHaveLength(works);
  });

  test('with one wrong letter, and the correction is reported', async () => {
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
      const page = await search({ q });
      expect([q, page.corrected, page.posts.length]).toEqual([q, corrected, 1]);
    }
    expect((await search({ q: 'grey hrse' })).corrected).toBe('grey horse');
    expect((await search({ q: 'horse' })).corrected).toBeNull();
    // Two wrong letters are another word.
    expect(await search({ q: 'hxxse' })).toMatchObject({ posts: [], corrected: null });
    // A word that is found by its first letters is not a mistake.
    expect((await search({ q: 'hors' })).corrected).toBeNull();
  });
});

test('a title ranks above an artist, a tag and a text', async () => {
  const { id: artistId } = await makeUser({ displayName: 'Zebra Quist' });
  await addWork('Text', { description: 'Not far from a zebra.' });
  await addWork('Tagged', { tags: ['zebra'] });
  await addWork('By name', { artistId });
  await addWork('Zebra');
  await addWork('Longer zebras');
  expect(await titles({ q: 'zebra' })).toEqual(['Zebra', 'Longer zebras', 'By name', 'Tagged', 'Text']);
});

test('matches are marked in the title, the artist and an excerpt', async () => {
  const { id: artistId } = await makeUser({ displayName: 'Ada Ocelot' });
  await addWork('An ocelót asleep', { artistId, description: 'x '.repeat(500) });
  await addWork('Unrelated', {
    description: `${'Before. '.repeat(50)}Here an <b>ocelot</b> waits. ${'After. '.repeat(50)}`,
  });
  const { posts } = await search({ q: 'ocelots' });
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
  const [plain] = (await search({ artist: 'mira_c' })).posts;
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

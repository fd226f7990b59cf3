import { expect, test } from 'vitest';
import type { OpenGraphCard } from '#lib/domain/open-graph.ts';
import { openGraphImages, openGraphPath } from '#lib/view/open-graph.ts';

const card: OpenGraphCard = {
  title: 'Heron',
  line: 'Ada',
  shop: 'Shop',
  portrait: null,
  layout: 'one',
  pictures: [{ key: 'a', width: 960 }],
};

test('a picture that shows anything else has another path', () => {
  const changes: Partial<OpenGraphCard>[] = [
    { title: 'Herons' },
    { line: 'Eva' },
    { shop: 'Other' },
    { portrait: 'b' },
    { layout: 'row' },
    { pictures: [] },
  ];
  const paths = [{}, ...changes].map((change) => openGraphPath('work', 'heron', { ...card, ...change }));
  expect(new Set(paths).size).toBe(paths.length);
  expect(paths[0]).toMatch(/^\/open-graph\/work\/heron\/[0-9a-f]{16}\.jpg$/);
});

test('its alternative text is what it says', () => {
  expect(openGraphImages('work', 'heron', card)[0]?.alt).toBe('Heron, Ada');
  expect(openGraphImages('work', 'heron', { ...card, line: '' })[0]?.alt).toBe('Heron');
});

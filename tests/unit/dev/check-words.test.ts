import { expect, test } from 'vitest';
import { findRetiredWords } from '../../../dev/words/check-words.ts';
import { RETIRED_WORDS } from '../../../dev/words/retired-words.ts';

const found = (text: string) => findRetiredWords('any.ts', text).map(({ line }) => line);

test.for([
  'the wall of works',
  'PostWall',
  'a kept page',
  'leadToCopy, lead-to-copy',
  'databaseTrouble',
  'the event desk',
  'RateDesk',
  'a sale comes home',
  'brought home',
  'the stand-in for Stripe',
  'startStripeStandIn',
  'a mailbox',
  'drawn anew',
  'whoever asks',
  'his account',
  'MOST_PAGES',
])('finds a retired word in “%s”', (text) => {
  expect(found(text)).toEqual([1]);
});

test('leaves alone words that only contain a retired one', () => {
  const text =
    'firewall, wallet, desktop, deskTop, the home page, thesis, this, there, whom, copy, ALMOST_ALL, renewed';
  expect(found(text)).toEqual([]);
});

test('says the line and what to write instead', () => {
  expect(findRetiredWords('lib/a.ts', 'one\nit is made anew')).toEqual([
    { file: 'lib/a.ts', line: 2, message: '“anew” is retired: write again' },
  ]);
});

test('every retired word has another one to write instead', () => {
  for (const { instead } of RETIRED_WORDS) expect(found(instead)).toEqual([]);
});

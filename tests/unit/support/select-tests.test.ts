import { expect, test } from 'vitest';
import { selectTests } from '../../support/select-tests.ts';

const FILES = [
  'tests/unit/domain/money/money.test.ts',
  'tests/integration/orders/queries.test.ts',
  'tests/e2e/sale.spec.ts',
];

test('without words, selects every test', () => {
  expect(selectTests([], FILES)).toEqual({ files: FILES, title: null });
});

test('selects the files whose path contains one of the words', () => {
  expect(selectTests(['orders', 'sale.spec'], FILES)).toEqual({ files: [FILES[1], FILES[2]], title: null });
  expect(selectTests(['./tests/e2e/sale.spec.ts'], FILES)).toEqual({ files: [FILES[2]], title: null });
});

test('selects tests by title where no path contains the words', () => {
  expect(selectTests(['sold', 'once?'], FILES)).toEqual({ files: FILES, title: 'sold.*once\\?' });
});

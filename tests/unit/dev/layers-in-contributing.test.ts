import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { layersTable } from '../../../dev/borders/layers-table.ts';

test('CONTRIBUTING.md shows the layers of dev/borders/layers.ts', () => {
  const text = readFileSync('CONTRIBUTING.md', 'utf8');
  const table = /<!-- layers -->\n([\s\S]*?)\n<!-- \/layers -->/.exec(text)?.[1]?.trim();
  expect(table).toBe(layersTable());
});

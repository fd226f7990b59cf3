import { expect, test } from 'vitest';
import { findZipFile, type ImportZip, indexEndings } from '#lib/imports/import-zip.ts';

type Entry = ImportZip['csv'];

/** Counts how often all of its files are gone through. */
class CountingMap extends Map<string, Entry> {
  rounds = 0;
  override [Symbol.iterator]() {
    this.rounds++;
    return super[Symbol.iterator]();
  }
}

function zipWith(names: readonly string[]) {
  const files = new CountingMap(names.map((fileName) => [fileName.toLowerCase(), { fileName } as Entry]));
  return { csv: { fileName: 'Works/list.csv' } as Entry, files, endings: indexEndings(files) };
}

test.for([
  ['front.png', 'works/front.png'],
  ['./Pictures\\Detail.PNG', 'works/pictures/detail.png'],
  ['elsewhere/front.png', 'elsewhere/front.png'],
  ['detail.png', 'works/pictures/detail.png'],
  ['b/same.png', 'a/b/same.png'],
  ['same.png', null],
  ['etail.png', null],
  ['gone.png', null],
] as const)('%s is %s', ([name, found]) => {
  const zip = zipWith([
    ...['works/front.png', 'elsewhere/front.png', 'works/pictures/detail.png', 'a/b/same.png', 'a/c/same.png'],
  ]);
  expect(findZipFile(zip, name)?.fileName ?? null).toBe(found);
});

test('a name that is not there does not go through all files again', () => {
  const zip = zipWith(['works/front.png', 'works/pictures/detail.png']);
  const { rounds } = zip.files;
  for (let index = 0; index < 100; index++) expect(findZipFile(zip, `${index}.png`)).toBeNull();
  expect(zip.files.rounds).toBe(rounds);
});

import { ExpectedError } from '#lib/domain/errors.ts';
import type { PictureSource } from '#lib/domain/imports/import-content.ts';
import { splitDescriptions, splitPictures } from '#lib/domain/imports/picture-lists.ts';
import { POST_LIMITS } from '#lib/domain/posts/post-limits.ts';
import { typedText } from '#lib/domain/typed-values.ts';
import { findPicture, type PicturePlaces } from './find-picture.ts';
import type { CsvRow } from './read-csv.ts';

/** A picture with what tells whether it is the same as the last time. */
export type ReadPicture = PictureSource & { identity: string };

type StoredPicture = { key: string; alt: string };
type Refuse = (column: 'pictures' | 'alt', message: string) => void;

/** The pictures of a row with their descriptions. Without a column for either, those of the stored work. */
export function readPictures(
  cells: CsvRow['cells'],
  { places, stored }: { places: PicturePlaces; stored: readonly StoredPicture[] },
  refuse: Refuse,
): ReadPicture[] {
  const found = cells.pictures === undefined ? stored.map(ownPicture) : findPictures(cells.pictures, places, refuse);
  if (found === null) return [];
  if (cells.alt === undefined)
    return cells.pictures === undefined ? known(found) : withStoredAlts(known(found), stored);
  const alts = splitDescriptions(cells.alt, found.length);
  if (alts.length > found.length) refuse('alt', 'There are more descriptions than pictures.');
  return known(found.map((picture, index) => picture && { ...picture, alt: alts[index] ?? '' }));
}

const known = (pictures: readonly (ReadPicture | null)[]) => pictures.filter((picture) => picture !== null);

const ownPicture = ({ key, alt }: StoredPicture): ReadPicture => ({
  ...{ own: key, identity: key, name: 'A picture of this work', alt },
});

/** @returns null for one that was refused, and for all if there are too many. */
function findPictures(cell: string, places: PicturePlaces, refuse: Refuse): (ReadPicture | null)[] | null {
  const names = splitPictures(cell, POST_LIMITS.pictures + 1);
  if (names.length > POST_LIMITS.pictures) {
    // Before any of them is looked up.
    refuse('pictures', new ExpectedError('too-many-pictures').message);
    return null;
  }
  const found = names.map((name) => {
    const picture = findPicture(name, places);
    if (typeof picture !== 'string') return { ...picture, name: typedText(name, 200), alt: '' };
    refuse('pictures', picture);
    return null;
  });
  // A work of the shop may have the same picture twice, and its export too.
  const brought = known(found).filter((picture) => !('own' in picture));
  if (new Set(brought.map(({ identity }) => identity)).size < brought.length)
    refuse('pictures', 'The same picture is here twice.');
  return found;
}

/** A picture that the work has twice keeps both, in their order. */
function withStoredAlts(found: readonly ReadPicture[], stored: readonly StoredPicture[]): ReadPicture[] {
  const left = [...stored];
  return found.map((picture) => {
    const index = left.findIndex(({ key }) => 'own' in picture && picture.own === key);
    const [same] = index < 0 ? [] : left.splice(index, 1);
    return same ? { ...picture, alt: same.alt } : picture;
  });
}

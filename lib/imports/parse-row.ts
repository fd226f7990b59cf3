import { createHash, randomUUID } from 'node:crypto';
import { ExpectedError } from '#lib/domain/errors.ts';
import { columnName, type ImportColumn, STATE_NAMES } from '#lib/domain/imports/columns.ts';
import { IMPORT_LIMITS, type ImportProblem } from '#lib/domain/imports/import.ts';
import type { ImportContent, PictureSource } from '#lib/domain/imports/import-content.ts';
import { splitDescriptions, splitPictures } from '#lib/domain/imports/picture-lists.ts';
import { POST_LIMITS } from '#lib/domain/posts/post-limits.ts';
import { typedText } from '#lib/domain/typed-values.ts';
import { postSchema } from '#lib/schemas/posts.ts';
import { line } from '#lib/schemas/text.ts';
import { findPicture, type PicturePlaces } from './find-picture.ts';
import type { CsvRow } from './read-csv.ts';

export type ParsedRow = Omit<ImportContent, 'state'> & {
  number: number;
  /** Of the work in an export; '' without one. */
  slug: string;
  state: 'DRAFT' | 'LISTED' | 'SOLD' | null;
};

const keySchema = line(IMPORT_LIMITS.key, `Keep the key to ${IMPORT_LIMITS.key} characters.`);

/** @returns the row as a work, checked as the post form is, or everything that is wrong with it. */
export function parseRow({ number, cells }: CsvRow, places: PicturePlaces): ParsedRow | ImportProblem[] {
  const problems: ImportProblem[] = [];
  const refuse = (column: ImportColumn, message: string) => {
    const name = columnName(column);
    if (!problems.some((problem) => problem.column === name)) problems.push({ row: number, column: name, message });
  };
  const cell = (column: keyof typeof cells) => cells[column] ?? '';

  const key = keySchema.safeParse(cell('key'));
  for (const { message } of key.error?.issues ?? []) refuse('key', message);
  const state = readState(cell('state'));
  if (state === undefined) refuse('state', 'Write published or draft, or leave this empty.');
  const pictures = readPictures(cell('pictures'), cell('alt'), places, refuse);
  const fields = postSchema.safeParse({
    ...{ title: cell('title'), description: cell('description'), content: cell('content'), price: cell('price') },
    currency: cell('currency').trim().toUpperCase() || undefined,
    ...{ tags: cell('tags'), medium: cell('medium'), year: cell('year'), dimensions: cell('dimensions') },
    // The ids are those of a form; here the schema counts the pictures and reads their descriptions.
    pictures: pictures.map(({ alt }) => ({ id: randomUUID(), alt })),
  });
  for (const { path, message } of fields.error?.issues ?? [])
    refuse(path[0] === 'pictures' && path.length > 1 ? 'alt' : (path[0] as ImportColumn), message);
  if (problems.length > 0 || !fields.success || !key.success || state === undefined) return problems;

  const { pictures: read, ...content } = fields.data;
  const described = pictures.map((picture, index) => ({ ...picture, alt: read[index]?.alt ?? '' }));
  return {
    ...{ number, slug: cell('slug').trim(), key: key.data || null, state, fields: content },
    pictures: described.map(({ identity: _identity, ...picture }) => picture),
    hash: hashOf([content, state, described.map(({ identity, alt }) => [identity, alt])]),
  };
}

function readState(cell: string): ParsedRow['state'] | undefined {
  const typed = cell.trim().toLowerCase();
  if (typed === '') return null;
  const found = Object.entries(STATE_NAMES).find(([, name]) => name === typed);
  return found && (found[0] as ParsedRow['state']);
}

type Refuse = (column: ImportColumn, message: string) => void;

/** `identity` tells whether it is the same picture as the last time. */
function readPictures(
  cell: string,
  descriptions: string,
  places: PicturePlaces,
  refuse: Refuse,
): (PictureSource & { identity: string })[] {
  const names = splitPictures(cell, POST_LIMITS.pictures + 1);
  if (names.length > POST_LIMITS.pictures) {
    // Before any of them is looked up.
    refuse('pictures', new ExpectedError('too-many-pictures').message);
    return [];
  }
  const alts = splitDescriptions(descriptions, names.length);
  if (alts.length > names.length) refuse('alt', 'There are more descriptions than pictures.');
  const found = names.flatMap((name, index) => {
    const picture = findPicture(name, places);
    if (typeof picture !== 'string') return { ...picture, name: typedText(name, 200), alt: alts[index] ?? '' };
    refuse('pictures', picture);
    return [];
  });
  // A work of the shop may have the same picture twice, and its export too.
  const brought = found.filter((picture) => !('own' in picture));
  if (new Set(brought.map(({ identity }) => identity)).size < brought.length)
    refuse('pictures', 'The same picture is here twice.');
  return found;
}

const hashOf = (content: unknown): string => createHash('sha256').update(JSON.stringify(content)).digest('hex');

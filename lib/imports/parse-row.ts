import { createHash, randomUUID } from 'node:crypto';
import { columnName, type ImportColumn, STATE_NAMES } from '#lib/domain/imports/columns.ts';
import { IMPORT_LIMITS, type ImportProblem } from '#lib/domain/imports/import.ts';
import type { ImportContent } from '#lib/domain/imports/import-content.ts';
import type { PostField } from '#lib/domain/posts/post-form-values.ts';
import { type PostInput, postSchema } from '#lib/schemas/posts.ts';
import { line } from '#lib/schemas/text.ts';
import type { PicturePlaces } from './find-picture.ts';
import type { CsvRow } from './read-csv.ts';
import { type ReadPicture, readPictures } from './read-pictures.ts';

export type ParsedRow = Omit<ImportContent, 'state'> & {
  number: number;
  state: 'DRAFT' | 'LISTED' | 'SOLD' | null;
};

/** A work as it is stored, of which a row keeps what the file has no column for. */
export type StoredWork = {
  cells: Readonly<Record<PostField, string>>;
  pictures: readonly { key: string; alt: string }[];
};

const keySchema = line(IMPORT_LIMITS.key, `Keep the key to ${IMPORT_LIMITS.key} characters.`);

/** By what a row names a work: its key, null without one that can be read; and the slug of an export, '' without one. */
export const readNames = ({ cells }: CsvRow): { key: string | null; slug: string } => ({
  key: keySchema.safeParse(cells.key ?? '').data || null,
  slug: (cells.slug ?? '').trim(),
});

/**
 * @param stored the work that the row names; null if it will be a new one.
 * @returns the row as a work, checked as the post form is, or everything that is wrong with it.
 */
export function parseRow(
  row: CsvRow,
  places: PicturePlaces,
  stored: StoredWork | null = null,
): ParsedRow | ImportProblem[] {
  const { number, cells } = row;
  const problems: ImportProblem[] = [];
  const refuse = (column: ImportColumn, message: string) => {
    const name = columnName(column);
    if (!problems.some((problem) => problem.column === name)) problems.push({ row: number, column: name, message });
  };

  const key = keySchema.safeParse(cells.key ?? '');
  for (const { message } of key.error?.issues ?? []) refuse('key', message);
  const state = readState(cells.state ?? '');
  if (state === undefined) refuse('state', 'Write published or draft, or leave this empty.');
  const pictures = readPictures(cells, { places, stored: stored?.pictures ?? [] }, refuse);
  const fields = postSchema.safeParse(formOf(cells, pictures, stored));
  for (const { path, message } of fields.error?.issues ?? [])
    refuse(path[0] === 'pictures' && path.length > 1 ? 'alt' : (path[0] as ImportColumn), message);
  if (problems.length > 0 || !fields.success || !key.success || state === undefined) return problems;

  const { pictures: read, ...content } = fields.data;
  const described = pictures.map((picture, index) => ({ ...picture, alt: read[index]?.alt ?? '' }));
  const isNamed = key.data !== '' || readNames(row).slug !== '';
  return {
    ...{ number, key: key.data || null, state, fields: content },
    pictures: described.map(({ identity: _identity, ...picture }) => picture),
    ...(cells.alt === undefined && { keepsAlts: true }),
    hash: hashOf(isNamed ? cells : null, content, state, described),
  };
}

/** The row as the post form would send it. */
function formOf(cells: CsvRow['cells'], pictures: readonly ReadPicture[], stored: StoredWork | null) {
  const cell = (column: PostField) => cells[column] ?? stored?.cells[column] ?? '';
  return {
    ...{ title: cell('title'), description: cell('description'), content: cell('content'), price: cell('price') },
    currency: cell('currency').trim().toUpperCase() || undefined,
    ...{ tags: cell('tags'), medium: cell('medium'), year: cell('year'), dimensions: cell('dimensions') },
    // The ids are those of a form; here the schema counts the pictures and reads their descriptions.
    pictures: pictures.map(({ alt }) => ({ id: randomUUID(), alt })),
  };
}

function readState(cell: string): ParsedRow['state'] | undefined {
  const typed = cell.trim().toLowerCase();
  if (typed === '') return null;
  const found = Object.entries(STATE_NAMES).find(([, name]) => name === typed);
  return found && (found[0] as ParsedRow['state']);
}

/**
 * What tells whether the row has changed since it was brought in. Of a row that names its work that is only what the file has,
 * or an edit of the rest in the form would count as a change of the file.
 * @param cells null for a row that names none: it is known by its whole content, whatever columns are added empty.
 */
function hashOf(
  cells: CsvRow['cells'] | null,
  { price, ...texts }: Omit<PostInput, 'pictures'>,
  state: ParsedRow['state'],
  pictures: readonly ReadPicture[],
): string {
  const has = (column: ImportColumn) => cells === null || cells[column] !== undefined;
  const content = {
    ...Object.fromEntries(Object.entries(texts).filter(([column]) => has(column as PostField))),
    price: has('currency') ? price : cells?.price?.trim(),
  };
  const brought = pictures.map(({ identity, alt }) => [
    ...(has('pictures') ? [identity] : []),
    ...(has('alt') ? [alt] : []),
  ]);
  const all = [content, state, has('pictures') || has('alt') ? brought : null];
  return createHash('sha256').update(JSON.stringify(all)).digest('hex');
}

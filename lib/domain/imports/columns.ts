import type { PostField } from '../posts/post-form-values.ts';

/** A column that an import reads: the fields of the post form, and what a form has no field for. */
export type ImportColumn = PostField | 'key' | 'pictures' | 'alt' | 'state';

/** Names of columns, as exports and the template write them, with what people read about them. */
export const IMPORT_COLUMNS: Readonly<Record<ImportColumn, { name: string; about: string }>> = {
  key: {
    name: 'key',
    about:
      'Your own reference, such as an inventory number, up to 120 characters. The same key is the same work: a later import changes it instead of adding another.',
  },
  title: { name: 'title', about: 'Up to 120 characters. Every row needs one.' },
  description: { name: 'description', about: 'One or two sentences, up to 280 characters.' },
  content: { name: 'story', about: 'Up to 10,000 characters. An empty line starts a new paragraph.' },
  price: { name: 'price', about: 'In digits, such as 1200 or 1200.50. Every row needs one.' },
  currency: { name: 'currency', about: 'Three letters, such as EUR, which it is if you leave it empty.' },
  tags: { name: 'tags', about: 'Up to ten, separated by commas.' },
  medium: { name: 'medium', about: 'Such as: Oil on linen.' },
  year: { name: 'year', about: 'In digits, such as 2024.' },
  dimensions: { name: 'dimensions', about: 'Such as: 40 × 60 cm.' },
  pictures: {
    name: 'pictures',
    about:
      'Up to eight, in order, each on a line of its own in the cell or separated by |. With a ZIP, the names of files in it; otherwise URLs that begin with https://.',
  },
  alt: {
    name: 'picture descriptions',
    about: 'For people who do not see the pictures: as many lines as there are pictures, or separated by | too.',
  },
  state: {
    name: 'state',
    about: 'published or draft. Left empty, a new work is a draft, and another stays as it is.',
  },
};

/** Columns of an export that an import knows and, but for the slug, does not read. */
const EXPORT_ONLY_COLUMNS = ['slug', 'url'] as const;

/** How the columns are called by people and other programs. */
const ALIASES: Readonly<Record<string, ImportColumn>> = {
  ...Object.fromEntries(Object.entries(IMPORT_COLUMNS).map(([column, { name }]) => [name, column as ImportColumn])),
  reference: 'key',
  content: 'content',
  size: 'dimensions',
  'alternative texts': 'alt',
  'alt texts': 'alt',
};

export type ReadColumn = ImportColumn | (typeof EXPORT_ONLY_COLUMNS)[number];

/** What a column is, by its name in any case, with blanks or underscores; null if it is none of an import. */
export function columnOf(name: string): ReadColumn | null {
  const known = name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');
  const exported = EXPORT_ONLY_COLUMNS.find((column) => column === known);
  return exported ?? (Object.hasOwn(ALIASES, known) ? (ALIASES[known] ?? null) : null);
}

/** The name of a column for people. */
export const columnName = (column: ReadColumn): string =>
  column === 'slug' || column === 'url' ? column : IMPORT_COLUMNS[column].name;

/** How the states of a work are called in a file. */
export const STATE_NAMES = { DRAFT: 'draft', LISTED: 'published', SOLD: 'sold' } as const;

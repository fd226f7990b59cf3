import type { Prisma } from '#lib/db.ts';
import type { CsvCell, CsvColumn } from '#lib/domain/csv.ts';
import { IMPORT_COLUMNS, type ImportColumn, STATE_NAMES } from '#lib/domain/imports/columns.ts';
import { joinLines } from '#lib/domain/imports/picture-lists.ts';
import { pictureUrl } from '#lib/domain/pictures/picture.ts';
import { postFormValues } from '#lib/domain/posts/post-form-values.ts';
import { env } from '#lib/env.ts';
import { postColumns, toPost } from '#lib/posts/post-dto.ts';

/** The columns of the database that a file of works needs. */
export const csvPostColumns = {
  ...postColumns,
  imported: { select: { key: true } },
} as const satisfies Prisma.PostSelect;

type Row = Prisma.PostGetPayload<{ select: typeof csvPostColumns }>;

/** A post with the cells that an import reads. */
export type CsvPost = Row & { cells: Readonly<Record<ImportColumn, CsvCell>> };

export function toCsvPost(row: Row): CsvPost {
  const { price, ...values } = postFormValues(toPost(row));
  const pictures = row.images.map(({ key, widths }) => env().NEXTAUTH_URL + pictureUrl(key, widths.at(-1) ?? 0));
  const cells = {
    ...values,
    price: { number: price },
    key: row.imported?.key ?? '',
    pictures: joinLines(pictures),
    alt: joinLines(row.images.map(({ alt }) => alt)),
    state: STATE_NAMES[row.status],
  };
  return { ...row, cells };
}

/** All that an import reads, and where the work is. */
export const POST_COLUMNS: readonly CsvColumn<CsvPost>[] = [
  ...Object.entries(IMPORT_COLUMNS).map(
    ([column, { name }]): CsvColumn<CsvPost> => [name, ({ cells }) => cells[column as ImportColumn]],
  ),
  ['slug', ({ slug }) => slug],
  ['url', ({ slug }) => `${env().NEXTAUTH_URL}/posts/${slug}`],
];

/** The works of all artists, for admins: who made them, and when what happened. */
export const ALL_POSTS_COLUMNS: readonly CsvColumn<CsvPost>[] = [
  ['id', ({ id }) => id],
  ['artist', ({ artist }) => artist.username],
  ...POST_COLUMNS.filter(([name]) => name !== IMPORT_COLUMNS.key.name),
  ['created', ({ createdAt }) => createdAt.toISOString()],
  ['first published', ({ listedAt }) => listedAt?.toISOString() ?? ''],
  ['sold', ({ soldAt }) => soldAt?.toISOString() ?? ''],
];

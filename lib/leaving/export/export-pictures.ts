import { db } from '#lib/db.ts';
import { derivativeName, originalName } from '#lib/media/picture-names.ts';
import { pictureType } from '#lib/media/picture-type.ts';
import { storage } from '#lib/media/storage.ts';

const PAGE = 500;

/** A picture as it is put into an export. */
export type ExportedPicture = {
  id: string;
  /** In the ZIP; null if its files are gone. */
  file: string | null;
  /** The name in the storage. */
  stored: string | null;
  row: object;
};

/** The pictures of an account, each with its original or, for those that were stored without one, its widest file. */
export async function* ownPictures(ownerId: string): AsyncGenerator<ExportedPicture> {
  let after: string | null = null;
  for (;;) {
    const rows: PictureRow[] = await db().postImage.findMany({
      where: { ownerId, ...(after !== null && { id: { gt: after } }) },
      orderBy: { id: 'asc' },
      take: PAGE,
      select: PICTURE_COLUMNS,
    });
    for (const row of rows) yield await locate(row);
    after = rows.at(-1)?.id ?? null;
    if (rows.length < PAGE || after === null) return;
  }
}

const PICTURE_COLUMNS = {
  ...{ id: true, postId: true, position: true, alt: true, key: true, width: true, height: true, widths: true },
  ...{ colours: true, bytes: true, createdAt: true },
  post: { select: { slug: true } },
} as const;

type PictureRow = {
  id: string;
  key: string;
  widths: number[];
  bytes: bigint;
  post: { slug: string } | null;
};

async function locate({ post, ...row }: PictureRow): Promise<ExportedPicture> {
  const found = await findFile(row);
  const file = found && `pictures/${post?.slug ?? 'in-no-work'}/${row.id}.${found.type}`;
  return { id: row.id, file, stored: found?.name ?? null, row: { ...row, bytes: Number(row.bytes), file } };
}

async function findFile({
  key,
  widths,
}: Pick<PictureRow, 'key' | 'widths'>): Promise<{ name: string; type: string } | null> {
  const original = await firstBytes(originalName(key));
  if (original) return { name: originalName(key), type: pictureType(original) ?? 'bin' };
  const widest = derivativeName(key, widths.at(-1) ?? 1);
  return (await storage().has(widest)) ? { name: widest, type: 'webp' } : null;
}

async function firstBytes(name: string): Promise<Uint8Array | null> {
  const file = await storage().get(name);
  if (!file) return null;
  const reader = file.stream.getReader();
  try {
    return (await reader.read()).value ?? new Uint8Array();
  } finally {
    await reader.cancel();
  }
}

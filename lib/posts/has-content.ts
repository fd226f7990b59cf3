import { isDeepStrictEqual } from 'node:util';
import type { Db } from '#lib/db.ts';
import { moneyOf } from '#lib/domain/money/money.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { PostInput } from '#lib/schemas/posts.ts';
import { postColumns } from './post-dto.ts';

/**
 * Whether the post has exactly this content. Pictures count by their files: a form that is sent twice uploads its
 * pictures twice.
 */
export async function hasContent(tx: Db, viewer: Viewer, postId: string, input: PostInput): Promise<boolean> {
  const row = await tx.post.findFirstOrThrow({ where: { id: postId }, select: postColumns });
  const { title, description, content, tags, medium, year, dimensions } = row;
  const { pictures, ...fields } = input;
  const price = moneyOf({ amount: row.priceAmount, currency: row.priceCurrency });
  if (!isDeepStrictEqual(fields, { title, description, content, tags, medium, year, dimensions, price })) return false;
  const submitted = await tx.postImage.findMany({
    where: { id: { in: pictures.map(({ id }) => id) }, ownerId: viewer.id },
    select: { id: true, key: true },
  });
  const keys = new Map(submitted.map(({ id, key }) => [id, key]));
  return isDeepStrictEqual(
    pictures.map(({ id, alt }) => ({ key: keys.get(id), alt })),
    row.images.map(({ key, alt }) => ({ key, alt })),
  );
}

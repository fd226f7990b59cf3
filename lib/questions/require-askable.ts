import { db, type Prisma } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';

export type AskablePost = { id: string; slug: string; title: string; artistId: string };

/** Works that people can see, also sold ones, of artists who can answer. */
const ASKABLE = {
  hiddenAt: null,
  status: { in: ['LISTED', 'SOLD'] },
  artist: { suspendedAt: null, closingAt: null, closedAt: null },
} as const satisfies Prisma.PostWhereInput;

/** A work about which somebody may ask, by its slug or its id; null if there is none. */
export function findAskable(
  post: { slug: string } | { id: string },
  client: Pick<Prisma.TransactionClient, 'post'> = db(),
): Promise<AskablePost | null> {
  return client.post.findFirst({
    where: { ...post, ...ASKABLE },
    select: { id: true, slug: true, title: true, artistId: true },
  });
}

/**
 * The same for somebody who asks.
 * @param userId their account; null without one
 * @throws {ExpectedError} not-askable, own-question
 */
export async function requireAskable(
  post: { slug: string } | { id: string },
  userId: string | null,
  client: Pick<Prisma.TransactionClient, 'post'> = db(),
): Promise<AskablePost> {
  const found = await findAskable(post, client);
  if (!found) throw new ExpectedError('not-askable');
  if (found.artistId === userId) throw new ExpectedError('own-question');
  return found;
}

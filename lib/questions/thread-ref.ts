import { Prisma } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { isToken } from '#lib/tokens/token-hash.ts';

/** The two sides of a thread. */
export type Side = 'asker' | 'artist';

/** Who asks: an account with its address, or an address without one. It was proven either way. */
export type Asker = { userId: string | null; email: string };

/** A thread as somebody comes to it: signed in, by its id, or with the link of a mail, always as the one who asked. */
export type ThreadRef = { viewer: Viewer; id: string } | { token: string };

/** The condition for a thread that is theirs. A text that is no token is nobody's. */
export function whereThread(ref: ThreadRef): Prisma.ThreadWhereInput {
  if ('token' in ref) return { linkToken: isToken(ref.token) ? ref.token : '' };
  const { viewer, id } = ref;
  return { id, OR: [{ artistId: viewer.id }, ...whereAsker(viewer)] };
}

/** On which side of a thread that is theirs somebody is. */
export const sideOf = (ref: ThreadRef, { artistId }: { artistId: string }): Side =>
  'viewer' in ref && ref.viewer.id === artistId ? 'artist' : 'asker';

export const otherSide = (side: Side): Side => (side === 'asker' ? 'artist' : 'asker');

/** Conditions for what an account has asked: also what its address did, before there was an account. */
const whereAsker = ({ id, email, isEmailProven }: Viewer): Prisma.ThreadWhereInput[] => [
  { askerId: id },
  ...(isEmailProven ? [{ askerEmail: email }] : []),
];

/** The condition that who asked can be answered, as lib/questions/add-message.ts has it. */
export const ASKER_IS_THERE = Prisma.sql`NOT EXISTS (
  SELECT FROM users AS asker
  WHERE asker.id = threads.asker_id AND (asker.suspended_at IS NOT NULL OR asker.closing_at IS NOT NULL))`;

/** What an account has asked, in SQL. Each part has an index. */
export const askedBy = ({ userId, email }: { userId: string | null; email: string | null }): Prisma.Sql =>
  Prisma.sql`(asker_id = ${userId}::uuid OR asker_email = ${email}::citext)`;

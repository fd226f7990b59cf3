import { GONE_ASKER } from '#lib/domain/questions/thread-dto.ts';
import type { Side } from './thread-ref.ts';

/** What names the two sides. No address is among it. */
export const NAME_COLUMNS = {
  askerName: true,
  asker: { select: { displayName: true } },
  artist: { select: { displayName: true } },
} as const;

type Names = { askerName: string; asker: { displayName: string } | null; artist: { displayName: string } };

/** How one side of a thread is called. */
const nameOf = ({ askerName, asker, artist }: Names, side: Side): string =>
  side === 'artist' ? artist.displayName : asker?.displayName || askerName || GONE_ASKER;

/** How the other side is called. */
export const otherName = (names: Names, side: Side): string => nameOf(names, side === 'artist' ? 'asker' : 'artist');

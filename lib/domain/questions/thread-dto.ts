import type { ArtistName } from '../posts/post-dto.ts';

/** The lists of an account: what waits for its answer, what it was asked, and what it has asked. */
export type ThreadView = 'waiting' | 'received' | 'asked';

/** A thread in a list. */
export type ThreadRowDto = {
  id: string;
  /** The work's title when it began. */
  work: string;
  /** The name of the other side. */
  other: string;
  lastAt: string;
  /** How the last message begins. */
  excerpt: string;
  isOwnLast: boolean;
  /** Whether the viewer is the artist and has not answered. */
  waits: boolean;
};

export type ThreadMessageDto = {
  id: string;
  isOwn: boolean;
  text: string;
  attachmentsDropped: number;
  /** Whether the viewer has reported it. */
  isReported: boolean;
  createdAt: string;
};

/** A thread as one side sees it. */
export type ThreadDto = {
  id: string;
  side: 'asker' | 'artist';
  /** `slug` is null if people cannot see the work at the moment. */
  work: { title: string; slug: string | null };
  other: string;
  /** The artist, for who asked; null for the artist, and where they have no page. */
  artist: ArtistName | null;
  /** Whether the one who looks has blocked the other side. */
  hasBlocked: boolean;
  /** Why they cannot write now, in a sentence; null if they can. */
  refusal: string | null;
  /** In the order in which they were written. */
  messages: ThreadMessageDto[];
  newer: string | null;
  older: string | null;
};

/** Who asked, once they are removed from a thread. */
export const GONE_ASKER = 'Somebody who has left';

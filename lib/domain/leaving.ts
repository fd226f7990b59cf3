import { isolate } from './isolate.ts';

/** What stands in the way of closing an account, about an order or about the account itself. */
export type OrderObstacle = 'held' | 'processing' | 'disputed' | 'refund' | 'flagged';
export type Obstacle =
  | { kind: OrderObstacle; side: 'artist' | 'buyer'; title: string }
  | { kind: 'last-admin' | 'demo' | 'suspended' };

/** One sentence that names what it is about. */
export function describeObstacle(obstacle: Obstacle): string {
  if (!('title' in obstacle)) return ACCOUNT_OBSTACLES[obstacle.kind];
  const work = `“${isolate(obstacle.title)}”`;
  return ORDER_SENTENCES[obstacle.kind][obstacle.side](work);
}

const ACCOUNT_OBSTACLES = {
  'last-admin': 'You are the only admin of this shop: make somebody else an admin first.',
  demo: 'This is an account of the demo gallery, which everybody shares.',
  suspended: 'The account is suspended: the people who run this shop have to decide about it first.',
} as const;

type Sentence = (work: string) => string;
const ORDER_SENTENCES: Record<OrderObstacle, Record<'artist' | 'buyer', Sentence>> = {
  held: {
    artist: (work) => `Somebody is buying your work ${work} right now.`,
    buyer: (work) => `You are buying ${work}: finish or cancel that first.`,
  },
  processing: {
    artist: (work) => `The payment for your work ${work} is still being processed.`,
    buyer: (work) => `Your payment for ${work} is still being processed.`,
  },
  disputed: {
    artist: (work) => `The payment for your work ${work} is disputed.`,
    buyer: (work) => `Your payment for ${work} is disputed.`,
  },
  refund: {
    artist: (work) => `A refund for your work ${work} is not complete yet.`,
    buyer: (work) => `A refund for ${work} is still on its way to you.`,
  },
  flagged: {
    artist: (work) => `The people who run this shop are looking into an order of your work ${work}.`,
    buyer: (work) => `The people who run this shop are looking into your order of ${work}.`,
  },
};

/** What a closed account is called wherever it was named. */
export const CLOSED_NAME = 'Closed account';

/** The username of a closed account; longer than anybody's can be, so it is nobody's. @param hex 32 random digits */
export const closedUsername = (hex: string): string => `closed-${hex}`;
const CLOSED_USERNAME = /^closed-[0-9a-f]{32}$/;

/** Whether a work's artist has no page, because the account was closed. */
export const isClosedUsername = (username: string): boolean => CLOSED_USERNAME.test(username);

/** How a mail's row names its recipient afterwards: unique, because of the rows of one order. */
export const ERASED_RECIPIENT = 'removed:';

/** The kind of the mail with the link by which a buyer without an account removes themselves from an order. */
export const ERASURE_MAIL = 'erasure-link';

/** Where that link leads: a page with a button, because mail scanners follow links. */
export const erasurePath = (token: string): string => `/orders/erase?token=${token}`;

/** A mail to somebody who follows artists, or may want to. */
export type FollowMailKind = 'confirm-follow' | 'new-works';

/** How many artists one follower may follow. */
export const MAX_FOLLOWS = 500;

/** Works in one mail; it says how many more there are. */
export const MAX_WORKS_IN_MAIL = 12;

/** The page with a button that confirms; mail scanners open links too. */
export const confirmFollowPath = (token: string): string => `/following/confirm?token=${token}`;

/** The page on which somebody stops following, without an account. */
export const followingPath = (token: string): string => `/following?token=${token}`;

/** Where mail programs send their one-click request (RFC 8058). */
export const unsubscribePath = (token: string): string => `/api/unsubscribe?token=${token}`;

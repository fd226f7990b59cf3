const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** What a link in a mail is for, and how long it lasts, seconds. A newer link for the same purpose voids it. */
export const TOKEN_SECONDS = {
  'prove-email': 30 * MINUTE,
  'reset-password': 30 * MINUTE,
  'change-email': 30 * MINUTE,
  'join-identity': 30 * MINUTE,
  'undo-email-change': 72 * HOUR,
} as const;

export type TokenPurpose = keyof typeof TOKEN_SECONDS;

/** Where a link leads: a page with a button, because mail scanners follow links. */
export const tokenPath = (purpose: TokenPurpose, token: string): string => `/links/${purpose}?token=${token}`;

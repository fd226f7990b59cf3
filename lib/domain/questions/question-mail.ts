/** A mail to a guest who has asked, to prove the address. */
export type QuestionMailKind = 'confirm-question';

/**
 * A mail about a thread: what the other side wrote, that a question still has no answer, and why a reply by mail was not
 * passed on.
 */
export type ThreadMailKind = 'thread-message' | 'thread-reminder' | 'reply-refused';

/** The page with a button that sends a guest's question; mail scanners open links too. */
export const confirmQuestionPath = (token: string): string => `/messages/confirm?token=${token}`;

/** The page on which somebody without an account reads and answers. */
export const guestThreadPath = (token: string): string => `/messages?token=${token}`;

export const threadPath = (id: string): string => `/dashboard/messages/${id}`;

/** The line of a mail above which people write their reply. What follows it is not passed on. */
export const REPLY_LINE = '— Please write your reply above this line —';

/** 160 bits. Mail servers may change capital letters, so there are none. */
const ADDRESS = /reply\+([0-9a-f]{40})@/gi;

/** The address to which one side of a thread replies. @param sender the shop's own address */
export const threadReplyAddress = (token: string, sender: string): string =>
  `reply+${token}@${sender.slice(sender.lastIndexOf('@') + 1)}`;

/** The tokens in the text of a header that names recipients, in order. */
export const replyTokensIn = (header: string): string[] =>
  [...header.matchAll(ADDRESS)].map(([, token = '']) => token.toLowerCase());

/** Characters of what people type into the forms of questions. */
export const QUESTION_LIMITS = { name: 80, text: 2_000, reason: 500 };

/** Their fields that may be shown again. */
export const SHOWN_IN_QUESTION = { name: QUESTION_LIMITS.name, email: 254, text: QUESTION_LIMITS.text };
export const SHOWN_IN_ANSWER = { text: QUESTION_LIMITS.text };
export const SHOWN_IN_REPORT = { reason: QUESTION_LIMITS.reason };

/** Messages that one side may write in a thread while the other has not answered. */
export const MAX_UNANSWERED = 3;

/** Works that one account, or one address, may begin to ask about in a day. */
export const MAX_THREADS_A_DAY = 20;

/** Questions that may wait at a time for the owner of one address: each has sent it a mail. */
export const MAX_WAITING = 5;

/** Mails to one side of a thread in a day that say why a reply was not passed on. */
export const MAX_REFUSALS_A_DAY = 3;

/** After so many days without an answer an artist is reminded, once. */
export const REMIND_AFTER_DAYS = 3;

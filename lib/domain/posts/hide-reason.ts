/** Characters of the reason why a work is hidden. */
export const HIDE_REASON_LENGTH = 500;

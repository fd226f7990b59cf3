/** So many works an account can save; a browser without an account too. */
export const MAX_SAVED = 500;

/** How many of them are shown at a time. */
export const SAVED_PAGE_SIZE = 24;

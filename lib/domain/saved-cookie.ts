/** Says for a moment that a work was saved; the page that has said it removes it. */
export const SAVED_COOKIE = 'saved';

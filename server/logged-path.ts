const MAX_LENGTH = 200;
/** Random enough to be the secret of a link. The slug of a work has no capital letters, and words between hyphens. */
const SECRET = /(?=[\w-]*[A-Z])[\w-]{32,}|(?<![\w-])[0-9a-f]{32,}(?![\w-])/g;

/** A URL for the log: without its query, which is what somebody typed, and without what may be the secret of a link. */
export const loggedPath = (url: string): string =>
  (url.split('?')[0] ?? '').slice(0, MAX_LENGTH).replace(SECRET, (text) => `${text.slice(0, 8)}…`);

/** Where the visitor's choice is kept: a code, for a year. Readable in the browser, where the picker sets it by itself. */
export const CURRENCY_COOKIE = 'currency';
export const CURRENCY_COOKIE_SECONDS = 365 * 24 * 60 * 60;

/**
 * Holds the visitor's choice, a currency code, for a year. Not HttpOnly: the currency picker sets it in the browser.
 */
export const CURRENCY_COOKIE = 'currency';
export const CURRENCY_COOKIE_SECONDS = 365 * 24 * 60 * 60;

const RIGHT_TO_LEFT = '\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufefc\\u{10800}-\\u{10fff}\\u{1e800}-\\u{1efff}';
const CONTROLS = '\\u202a-\\u202e\\u2066-\\u2069';
const NEEDS_ISOLATION = new RegExp(`[${RIGHT_TO_LEFT}\\u200f\\u061c${CONTROLS}]`, 'u');
const ALL_CONTROLS = new RegExp(`[${CONTROLS}]`, 'g');

/** First strong isolate and pop directional isolate (https://www.unicode.org/reports/tr9/). */
const FSI = '\u2068';
const PDI = '\u2069';

/**
 * What somebody wrote, for a sentence or subject in plain text: its direction is its own and ends with it, whatever
 * controls are in it. A text from left to right stays as it is. In HTML, `<bdi>` and `dir="auto"` do the same.
 */
export const isolate = (text: string): string =>
  NEEDS_ISOLATION.test(text) ? `${FSI}${text.replace(ALL_CONTROLS, '')}${PDI}` : text;

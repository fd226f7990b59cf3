/**
 * The maximum size of each public page before any interaction: KB (1,024 bytes) over the wire, compressed, and the
 * number of requests without those for pictures, which depend on the works. Raise a value only with a reason in
 * docs/decisions/0013-front-end-weight.md.
 */
export type Budget = { html: number; css: number; js: number; fonts: number; requests: number };

export const BUDGETS: Readonly<Record<string, Budget>> = {
  home: { html: 14, css: 11, js: 155, fonts: 54, requests: 15 },
  work: { html: 12, css: 11, js: 153, fonts: 54, requests: 16 },
  artists: { html: 9, css: 11, js: 151, fonts: 54, requests: 16 },
  artist: { html: 13, css: 11, js: 155, fonts: 54, requests: 15 },
  collection: { html: 11.5, css: 11, js: 154, fonts: 54, requests: 15 },
  search: { html: 18, css: 11, js: 161, fonts: 54, requests: 17 },
  legal: { html: 6.5, css: 11, js: 150, fonts: 54, requests: 15 },
  'sign-in': { html: 8, css: 11, js: 149, fonts: 54, requests: 17 },
};

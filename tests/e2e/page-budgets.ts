/**
 * What each public page may weigh before anybody touches it: KB (1,024 bytes) as they come over the wire, compressed, and
 * requests without those for pictures, whose number is the artists'. Raise one only with a reason in
 * docs/decisions/front-end-weight.md.
 */
export type Budget = { html: number; css: number; js: number; fonts: number; requests: number };

export const BUDGETS: Readonly<Record<string, Budget>> = {
  home: { html: 13, css: 10, js: 154, fonts: 54, requests: 15 },
  work: { html: 8, css: 10, js: 151, fonts: 54, requests: 16 },
  artist: { html: 11.5, css: 10, js: 154, fonts: 54, requests: 15 },
  search: { html: 17, css: 10, js: 160, fonts: 54, requests: 17 },
  'sign-in': { html: 7, css: 10, js: 149, fonts: 54, requests: 17 },
};

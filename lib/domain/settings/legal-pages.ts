/** The pages that a host writes; the keys are their paths, and are stored. */
export const LEGAL_PAGES = {
  terms: { title: 'Terms', about: 'What artists and buyers agree to.' },
  privacy: { title: 'Privacy', about: 'What is stored about people, why, and for how long.' },
  imprint: { title: 'Imprint', about: 'Who runs the shop, as the law of many countries demands.' },
  returns: { title: 'Returns', about: 'How a buyer sends a work back, and within what time.' },
  help: { title: 'Help', about: 'What people ask again and again.' },
} as const;

export type LegalPage = keyof typeof LEGAL_PAGES;

export const LEGAL_PAGE_NAMES = Object.keys(LEGAL_PAGES) as LegalPage[];

/** Where an older version of a page can be read. */
export const legalVersionPath = (page: LegalPage, number: number): string => `/${page}?version=${number}`;

export const isLegalPage = (name: string): name is LegalPage => Object.hasOwn(LEGAL_PAGES, name);

/** Links to the pages that exist, in the order of LEGAL_PAGES. */
export const legalLinks = (pages: LegalVersions): { href: string; title: string }[] =>
  LEGAL_PAGE_NAMES.filter((page) => pages[page]).map((page) => ({ href: `/${page}`, title: LEGAL_PAGES[page].title }));

/** Characters of a page's text. */
export const MAX_LEGAL_TEXT = 60_000;

/** The version in force of each page that exists; `savedAt` is ISO 8601. */
export type LegalVersions = Partial<Record<LegalPage, { number: number; savedAt: string }>>;

/** Characters, of the notice of a rights holder and of a counter-notice. */
export const NOTICE_LIMITS = { locations: 6_000, work: 2_000, explanation: 2_000, name: 120, address: 500, phone: 40 };

/** Works that one notice may be about. */
export const MAX_LOCATIONS = 20;

/** Never the signature: it is typed for what is sent. */
export const SHOWN_IN_NOTICE = {
  ...{ locations: NOTICE_LIMITS.locations, work: NOTICE_LIMITS.work, explanation: NOTICE_LIMITS.explanation },
  ...{ name: NOTICE_LIMITS.name, address: NOTICE_LIMITS.address, email: 254, goodFaith: 2, accurate: 2 },
};
export const SHOWN_IN_COUNTER_NOTICE = {
  ...{ name: NOTICE_LIMITS.name, address: NOTICE_LIMITS.address, phone: NOTICE_LIMITS.phone },
  ...{ mistaken: 2, jurisdiction: 2 },
};

/** What a rights holder declares: 17 U.S.C. § 512(c)(3)(A)(v) and (vi), and article 16(2)(d) of the DSA. */
export const NOTICE_STATEMENTS = {
  goodFaith:
    'I believe in good faith that what I describe is not allowed by the owner of the right, by an agent of the owner or by the law, and that everything in this notice is accurate and complete.',
  accurate:
    'Under penalty of perjury: the information in this notice is accurate, and I am the owner of the right, or may act for the owner.',
} as const;

/** What an artist declares: 17 U.S.C. § 512(g)(3)(C) and (D). */
export const COUNTER_STATEMENTS = {
  mistaken:
    'Under penalty of perjury: I believe in good faith that the work was hidden by mistake, or because it was taken for something else.',
  jurisdiction:
    'I accept the jurisdiction of the federal district court of my address or, if that is outside of the United States, of any district in which the shop can be found, and I will accept service of process from the sender of the notice or their agent.',
} as const;

/** Of a notice, as it is stored: the labels of its fields, in the order of the form. */
const NOTICE_LABELS: Readonly<Record<string, string>> = {
  work: 'What is infringed',
  locations: 'Where it is',
  explanation: 'Why it is infringing',
  name: 'Name',
  address: 'Address',
  phone: 'Telephone',
  signature: 'Signature',
};

/** Those that say who somebody is. */
const PERSONAL = new Set(['name', 'address', 'phone', 'signature']);

/**
 * The stored fields of a notice with their labels, in the order of the form.
 * @param isAdmin others do not see who somebody is
 */
export function noticeFields(notice: unknown, isAdmin: boolean): [label: string, value: string][] {
  if (typeof notice !== 'object' || notice === null) return [];
  const fields = notice as Record<string, unknown>;
  return Object.entries(NOTICE_LABELS).flatMap(([name, label]): [string, string][] => {
    const value = fields[name];
    if (value === undefined || (PERSONAL.has(name) && !isAdmin)) return [];
    return [[label, Array.isArray(value) ? value.join('\n') : String(value)]];
  });
}

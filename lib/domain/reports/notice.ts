/** Of a notice, as it is stored: the labels of its fields, in the order of the form. */
export const NOTICE_LABELS: Readonly<Record<string, string>> = {
  work: 'What is infringed',
  locations: 'Where it is',
  explanation: 'Why it is infringing',
  name: 'Name',
  address: 'Address',
  signature: 'Signature',
};

/** Those that say who somebody is. */
const PERSONAL = new Set(['name', 'address', 'signature']);

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

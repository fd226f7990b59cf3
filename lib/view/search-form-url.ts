/**
 * The address that a search form asks for, without what was left empty. Several values of one name, such as
 * materials, are words of one.
 */
export function formAddress(fields: Iterable<readonly [string, FormDataEntryValue]>): string {
  const values = new Map<string, string[]>();
  for (const [name, value] of fields) {
    if (typeof value === 'string' && value.trim() !== '') values.set(name, [...(values.get(name) ?? []), value.trim()]);
  }
  const params = new URLSearchParams([...values].map(([name, some]) => [name, some.join(' ')]));
  params.sort();
  return params.size === 0 ? '/search' : `/search?${params}`;
}

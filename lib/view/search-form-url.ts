/**
 * The URL of a submitted search form, without empty fields. Several values of a name, such as materials, are joined.
 */
export function searchFormUrl(fields: Iterable<readonly [string, FormDataEntryValue]>): string {
  const values = new Map<string, string[]>();
  for (const [name, value] of fields) {
    if (typeof value === 'string' && value.trim() !== '') values.set(name, [...(values.get(name) ?? []), value.trim()]);
  }
  const params = new URLSearchParams([...values].map(([name, list]) => [name, list.join(' ')]));
  params.sort();
  return params.size === 0 ? '/search' : `/search?${params}`;
}

/** Which tests `npm test -- <words>` runs: files, or all files with only the tests whose full title matches. */
export type Selection = { files: readonly string[]; title: string | null };

/**
 * A file is selected when its path contains one of the words. Words that are in no path select tests by title instead.
 * @param files all test files, relative to the repository
 */
export function selectTests(words: readonly string[], files: readonly string[]): Selection {
  if (words.length === 0) return { files, title: null };
  const named = files.filter((file) => words.some((word) => file.includes(word.replace(/^\.\//, ''))));
  if (named.length > 0) return { files: named, title: null };
  return { files, title: words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*') };
}

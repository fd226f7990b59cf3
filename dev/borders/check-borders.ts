import { violatedRule } from './border-rules.ts';
import { findImports } from './find-imports.ts';
import { resolveImport } from './resolve-import.ts';

export interface BorderViolation {
  file: string;
  line: number;
  /** The violated rule, as a sentence. */
  rule: string;
}

/**
 * Checks the imports of all files against dev/borders/layers.ts. Import cycles are knip's part; see knip.json.
 * @param sources path relative to the repository → text
 */
export function checkBorders(sources: ReadonlyMap<string, string>): BorderViolation[] {
  return [...sources].flatMap(([from, source]) =>
    findImports(source).flatMap((found) => {
      const rule = violatedRule({ ...found, from, target: resolveImport(from, found.specifier) });
      return rule ? [{ file: from, line: found.line, rule }] : [];
    }),
  );
}

export interface FoundImport {
  /** As it is written: `#lib/db.ts`, `./price.ts`, `node:fs`, `zod`. */
  specifier: string;
  /** Counted from 1. */
  line: number;
  /** It vanishes when the types are stripped. */
  typeOnly: boolean;
}

// At the beginning of a line only: that is where the formatter puts them, and what looks like one in a comment or a string is not.
const STATEMENT = /^(?:import|export)\s+(type\s+)?(?:[\w$*{}\s,]+?\s+from\s+)?['"]([^'"\n]+)['"]/gm;
const DYNAMIC = /(typeof\s+)?\bimport\(\s*['"]([^'"\n]+)['"]/g;
const COMMENT_LINE = /^\s*(?:\/\/|\/?\*)/;

/** Every import, export-from and `import()` with a fixed name in a formatted TypeScript or JavaScript file, in order of lines. */
export function findImports(source: string): FoundImport[] {
  const found: FoundImport[] = [];
  for (const pattern of [STATEMENT, DYNAMIC]) {
    for (const match of source.matchAll(pattern)) {
      const [whole, type, specifier = ''] = match;
      const lineStart = source.lastIndexOf('\n', match.index) + 1;
      if (COMMENT_LINE.test(source.slice(lineStart, match.index + whole.length))) continue;
      found.push({ specifier, line: source.slice(0, match.index).split('\n').length, typeOnly: Boolean(type) });
    }
  }
  return found.sort((a, b) => a.line - b.line);
}

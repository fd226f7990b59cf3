export interface FoundImport {
  /** As written: `#lib/db.ts`, `./price.ts`, `node:fs`, `zod`. */
  specifier: string;
  /** Counted from 1. */
  line: number;
  /** Removed when the types are stripped. */
  typeOnly: boolean;
}

// Only at the start of a line, where the formatter puts imports: elsewhere it is a comment or a string.
const STATEMENT = /^(?:import|export)\s+(type\s+)?(?:[\w$*{}\s,]+?\s+from\s+)?['"]([^'"\n]+)['"]/gm;
const DYNAMIC = /(typeof\s+)?\bimport\(\s*['"]([^'"\n]+)['"]/g;
const COMMENT_LINE = /^\s*(?:\/\/|\/?\*)/;

/** Every import, export-from and `import()` of a literal in a formatted TypeScript or JavaScript file, by line. */
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

import { violatedRule } from './border-rules.ts';
import { findImportCycles } from './find-circles.ts';
import { findImports } from './find-imports.ts';
import { resolveImport } from './resolve-import.ts';

export interface BorderViolation {
  file: string;
  line: number;
  /** The rule, in words. */
  rule: string;
}

/**
 * Holds the imports of all files against dev/borders/layers.ts, and looks for circles among the files (types excluded,
 * for they are gone when the code runs).
 * @param sources path relative to the repository → text
 */
export function checkBorders(sources: ReadonlyMap<string, string>): BorderViolation[] {
  const broken: BorderViolation[] = [];
  const graph = new Map<string, string[]>();
  const lineOf = new Map<string, number>();

  for (const [from, source] of sources) {
    const targets: string[] = [];
    for (const found of findImports(source)) {
      const target = resolveImport(from, found.specifier);
      const rule = violatedRule({ ...found, from, target });
      if (rule) broken.push({ file: from, line: found.line, rule });
      if (found.typeOnly || target === 'node' || !('file' in target)) continue;
      targets.push(target.file);
      lineOf.set(`${from} → ${target.file}`, found.line);
    }
    graph.set(from, targets);
  }

  for (const circle of findImportCycles(graph)) {
    const [file = '', next = file] = circle;
    const rule = `these files import each other in a circle: ${[...circle, file].join(' → ')}`;
    broken.push({ file, line: lineOf.get(`${file} → ${next}`) ?? 1, rule });
  }
  return broken;
}

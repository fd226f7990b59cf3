/**
 * Circles in a graph of files (file → the files it imports), at least one where there is any. Each is the way round:
 * `['a', 'b']` stands for a → b → a. The order of the graph's entries does not matter.
 */
export function findImportCycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const circles: string[][] = [];
  const done = new Set<string>();
  const way: string[] = [];

  function visit(file: string): void {
    const begun = way.indexOf(file);
    if (begun >= 0) circles.push(way.slice(begun));
    if (begun >= 0 || done.has(file)) return;
    way.push(file);
    for (const next of graph.get(file) ?? []) visit(next);
    way.pop();
    done.add(file);
  }

  for (const file of [...graph.keys()].sort()) visit(file);
  return circles;
}

import { LAYERS } from './layers.ts';

/** LAYERS as a Markdown table, highest level first: level | folders. CONTRIBUTING.md has a copy. */
export function layersTable(): string {
  const levels = Map.groupBy(Object.entries(LAYERS), ([, { level }]) => level);
  const rows = [...levels]
    .sort(([a], [b]) => b - a)
    .map(([level, folders]) => `| ${level} | ${folders.map(([folder]) => `\`${folder}\``).join(', ')} |`);
  return ['| level | folders |', '|---|---|', ...rows].join('\n');
}

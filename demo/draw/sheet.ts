import type { Canvas } from './canvas.ts';

/** What a style needs to draw one picture. The same sheet produces the same picture. */
export type Sheet = {
  seed: string;
  /** Pixels. */
  width: number;
  height: number;
  /** Index of the style's palette; wraps around. */
  palette: number;
  /** Index of the style's composition; wraps around. */
  form: number;
};

export type Style = (sheet: Sheet) => Canvas | Promise<Canvas>;

/** The entry at `index`, which wraps around. */
export function cycle<T>(list: readonly T[], index: number): T {
  const entry = list[index % list.length];
  if (entry === undefined) throw new RangeError('an empty list has no entries');
  return entry;
}

/** Pixels per drawing unit, so that a motif keeps its size in every format: 1 at 1400 × 1400. */
export function scaleOf({ width, height }: { width: number; height: number }): number {
  return Math.sqrt(width * height) / 1400;
}

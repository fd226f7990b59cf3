import type { Canvas } from './canvas.ts';

/** What a style needs to draw one picture. The same sheet gives the same picture. */
export type Sheet = {
  seed: string;
  /** Pixels. */
  width: number;
  height: number;
  /** Which of the style's palettes; counted round when there are fewer. */
  palette: number;
  /** Which of the style's compositions; counted round too. */
  form: number;
};

export type Style = (sheet: Sheet) => Canvas | Promise<Canvas>;

/** The entry at `index`, counted round. */
export function turn<T>(list: readonly T[], index: number): T {
  const entry = list[index % list.length];
  if (entry === undefined) throw new RangeError('an empty list has no entries');
  return entry;
}

/** Pixels per unit of drawing, so that a motif keeps its size whatever the proportions: 1 at 1400 x 1400. */
export function scaleOf({ width, height }: { width: number; height: number }): number {
  return Math.sqrt(width * height) / 1400;
}

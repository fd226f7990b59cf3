import type { Canvas, Rgb } from './canvas.ts';
import { grainField } from './noise.ts';

export type Dab = {
  x: number;
  y: number;
  length: number;
  breadth: number;
  angle: number;
  color: Rgb;
  opacity: number;
  /** Where the brush may paint, so that a stroke ends at the edge of its object. */
  within: (x: number, y: number) => boolean;
};

/** Paints one stroke of a bristle brush, with streaks, ragged ends and ridges that catch the light. */
export function layDab(canvas: Canvas, { x, y, length, breadth, angle, color, opacity, within }: Dab): void {
  const grain = grainField();
  const { data, width, height } = canvas;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const reachX = Math.abs(cos) * length + Math.abs(sin) * breadth;
  const reachY = Math.abs(sin) * length + Math.abs(cos) * breadth;
  const shift = x * 0.37 + y * 0.11;
  const right = Math.min(width - 1, Math.floor(x + reachX));
  const bottom = Math.min(height - 1, Math.floor(y + reachY));
  const left = Math.max(0, Math.ceil(x - reachX));
  for (let py = Math.max(0, Math.ceil(y - reachY)); py <= bottom; py++) {
    for (let px = left; px <= right; px++) {
      const along = ((px - x) * cos + (py - y) * sin) / length;
      const across = ((py - y) * cos - (px - x) * sin) / breadth;
      const inside = 1 - along * along * along * along - across * across;
      if (inside <= 0 || !within(px, py)) continue;
      const streak = grain(across * 0.045 + shift, along * 0.008 + shift);
      const share = opacity * Math.min(1, inside * 2.2) * Math.min(1, Math.max(0, 0.85 + streak * 0.9));
      const ridge = streak * 7 * share;
      const at = (py * width + px) * 3;
      data[at] = (data[at] ?? 0) * (1 - share) + color[0] * share + ridge;
      data[at + 1] = (data[at + 1] ?? 0) * (1 - share) + color[1] * share + ridge;
      data[at + 2] = (data[at + 2] ?? 0) * (1 - share) + color[2] * share + ridge;
    }
  }
}

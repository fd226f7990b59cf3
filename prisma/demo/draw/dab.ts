import { type Canvas, cover, paintWithin, type Rgb } from './canvas.ts';
import { grainField } from './noise.ts';

export type Dab = {
  x: number;
  y: number;
  length: number;
  breadth: number;
  angle: number;
  colour: Rgb;
  opacity: number;
  /** Where the brush may touch, so that a stroke ends at the border of its thing. */
  within: (x: number, y: number) => boolean;
};

/** One stroke of a bristle brush: streaks along it, ragged at both ends, ridges that catch the light. */
export function layDab(canvas: Canvas, { x, y, length, breadth, angle, colour, opacity, within }: Dab): void {
  const grain = grainField();
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const reachX = Math.abs(cos) * length + Math.abs(sin) * breadth;
  const reachY = Math.abs(sin) * length + Math.abs(cos) * breadth;
  const shift = x * 0.37 + y * 0.11;
  paintWithin(canvas, x - reachX, y - reachY, x + reachX, y + reachY, (pixel, px, py) => {
    const along = ((px - x) * cos + (py - y) * sin) / length;
    const across = ((py - y) * cos - (px - x) * sin) / breadth;
    const inside = 1 - along * along * along * along - across * across;
    if (inside <= 0 || !within(px, py)) return;
    const streak = grain(across * 0.045 + shift, along * 0.008 + shift);
    const share = opacity * Math.min(1, inside * 2.2) * Math.min(1, Math.max(0, 0.85 + streak * 0.9));
    cover(pixel, colour, share);
    const ridge = streak * 7 * share;
    pixel.r += ridge;
    pixel.g += ridge;
    pixel.b += ridge;
  });
}

import { type Canvas, light, paint } from './canvas.ts';
import { cloudField, grainField } from './noise.ts';
import type { Random } from './random.ts';

/** Laid paper: soft clouding, a fine tooth and a little dust. @param depth 0.01 faint, 0.05 rough */
export function addPaper(canvas: Canvas, random: Random, depth: number): void {
  const clouds = cloudField();
  const grain = grainField();
  const shift = random.next();
  paint(canvas, (pixel, x, y) => {
    const tooth = grain(x / 300 + shift, y / 300) + 0.5 * grain(x / 170, y / 170 + shift);
    light(pixel, 1 + depth * (0.5 * clouds(x / 2600 + shift, y / 2600) + tooth * 0.6 + (random.next() - 0.5) * 0.7));
  });
}

/** The weave of a primed canvas, seen through the paint. @param depth 0.02 to 0.06 */
export function addLinen(canvas: Canvas, random: Random, depth: number): void {
  const grain = grainField();
  const shift = random.next();
  paint(canvas, (pixel, x, y) => {
    const slack = grain(x / 900 + shift, y / 900) * 1.4;
    const warp = Math.sin((x + slack) * 1.9);
    const weft = Math.sin((y - slack) * 1.9);
    const over = Math.sin((x + slack) * 0.95) * Math.sin((y - slack) * 0.95) > 0 ? warp : weft;
    light(pixel, 1 + depth * (0.45 * over + 0.5 * grain(x / 240, y / 240 + shift) + (random.next() - 0.5) * 0.5));
  });
}

/** Film grain: the same amount in shadows and lights, as silver gives it. @param amount in steps of 255 */
export function addFilmGrain(canvas: Canvas, random: Random, amount: number): void {
  paint(canvas, (pixel) => {
    const step = (random.next() + random.next() + random.next() - 1.5) * amount;
    pixel.r += step;
    pixel.g += step;
    pixel.b += step;
  });
}

import { type Canvas, light, paint } from './canvas.ts';
import { cloudField, grainField } from './noise.ts';
import type { Random } from './random.ts';

const TILE = 512;

/** Adds laid paper: soft clouds, a fine grain and a little dust. @param depth 0.01 faint, 0.05 rough */
export function addPaper(canvas: Canvas, random: Random, depth: number): void {
  const clouds = cloudField();
  const [u, v] = [random.next(), random.next()];
  const tooth = paperTile();
  paint(canvas, (pixel, x, y) => {
    const near = tooth[(y % TILE) * TILE + (x % TILE)] ?? 0;
    light(pixel, 1 + depth * (0.5 * clouds(u + x / 2600, v + y / 2600) + near + (random.next() - 0.5) * 0.7));
  });
}

/** Adds the weave of a primed canvas under the paint. @param depth 0.02 to 0.06 */
export function addLinen(canvas: Canvas, random: Random, depth: number): void {
  const weave = linenTile();
  const shift = random.whole(0, TILE - 1);
  paint(canvas, (pixel, x, y) => {
    const thread = weave[((y + shift) % TILE) * TILE + (x % TILE)] ?? 0;
    light(pixel, 1 + depth * (thread + (random.next() - 0.5) * 0.5));
  });
}

/** Adds film grain, equally in shadows and highlights, as in silver film. @param amount in steps of 255 */
export function addFilmGrain(canvas: Canvas, random: Random, amount: number): void {
  paint(canvas, (pixel) => {
    const step = (random.next() + random.next() + random.next() - 1.5) * amount;
    pixel.r += step;
    pixel.g += step;
    pixel.b += step;
  });
}

const tiles = new Map<string, Float32Array>();

/** Surfaces look the same everywhere, so all pictures share one seamless tile. */
function tileOf(name: string, valueAt: (x: number, y: number) => number): Float32Array {
  let tile = tiles.get(name);
  if (!tile) {
    tile = Float32Array.from({ length: TILE * TILE }, (_, index) => valueAt(index % TILE, Math.floor(index / TILE)));
    tiles.set(name, tile);
  }
  return tile;
}

function paperTile(): Float32Array {
  const grain = grainField();
  return tileOf(
    'paper',
    (x, y) => 0.6 * grain((2 * x) / TILE, (2 * y) / TILE) + 0.3 * grain((3 * x) / TILE, (3 * y) / TILE),
  );
}

function linenTile(): Float32Array {
  const grain = grainField();
  // 155 threads in 512 pixels, about 3.3 pixels each.
  const step = (155 * 2 * Math.PI) / TILE;
  return tileOf('linen', (x, y) => {
    const slack = grain(x / TILE, y / TILE) * 1.2;
    const [warp, weft] = [(x + slack) * step, (y - slack) * step];
    const over = Math.sin(warp / 2) * Math.sin(weft / 2) > 0 ? warp : weft;
    return 0.45 * Math.sin(over) + 0.5 * grain((2 * x) / TILE, (2 * y) / TILE);
  });
}

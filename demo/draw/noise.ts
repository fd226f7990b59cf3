import { seededRandom } from './random.ts';

/** Smooth noise, about -1 to 1, with a period of 1 in both directions. */
export type Field = (x: number, y: number) => number;

const SIZE = 512;

/**
 * Gradient noise, computed once into a tile and read with interpolation, which is about ten times cheaper than
 * computing it for every pixel.
 * @param cells lattice cells of the lowest octave across one period, a power of two
 */
function noiseField(seed: string, cells: number, octaves: number): Field {
  const tile = new Float32Array(SIZE * SIZE);
  let weight = 1;
  for (let octave = 0; octave < octaves && cells << octave <= SIZE / 2; octave++) {
    addOctave(tile, cells << octave, weight, `${seed}/${octave}`);
    weight *= 0.5;
  }
  normalize(tile);
  return (x, y) => {
    const px = x * SIZE;
    const py = y * SIZE;
    const left = Math.floor(px);
    const top = Math.floor(py);
    const fx = px - left;
    const fy = py - top;
    const x0 = left & (SIZE - 1);
    const x1 = (left + 1) & (SIZE - 1);
    const row0 = (top & (SIZE - 1)) * SIZE;
    const row1 = ((top + 1) & (SIZE - 1)) * SIZE;
    const a = tile[row0 + x0] ?? 0;
    const b = tile[row0 + x1] ?? 0;
    const c = tile[row1 + x0] ?? 0;
    const d = tile[row1 + x1] ?? 0;
    const upper = a + (b - a) * fx;
    return upper + (c + (d - c) * fx - upper) * fy;
  };
}

function addOctave(tile: Float32Array, cells: number, weight: number, seed: string) {
  const random = seededRandom(seed);
  const gradients = Array.from({ length: cells * cells }, () => {
    const angle = random.between(0, Math.PI * 2);
    return { x: Math.cos(angle), y: Math.sin(angle) };
  });
  const corner = (cx: number, cy: number, dx: number, dy: number) => {
    const gradient = gradients[(cy % cells) * cells + (cx % cells)];
    return gradient ? gradient.x * dx + gradient.y * dy : 0;
  };
  const ease = (t: number) => t * t * t * (t * (t * 6 - 15) + 10);
  const step = cells / SIZE;
  for (let row = 0; row < SIZE; row++) {
    const cy = Math.floor(row * step);
    const fy = row * step - cy;
    const ey = ease(fy);
    for (let column = 0; column < SIZE; column++) {
      const cx = Math.floor(column * step);
      const fx = column * step - cx;
      const ex = ease(fx);
      const upper = corner(cx, cy, fx, fy) * (1 - ex) + corner(cx + 1, cy, fx - 1, fy) * ex;
      const lower = corner(cx, cy + 1, fx, fy - 1) * (1 - ex) + corner(cx + 1, cy + 1, fx - 1, fy - 1) * ex;
      const index = row * SIZE + column;
      tile[index] = (tile[index] ?? 0) + weight * (upper * (1 - ey) + lower * ey);
    }
  }
}

function normalize(tile: Float32Array) {
  let squares = 0;
  for (const value of tile) squares += value * value;
  const scale = 0.42 / Math.sqrt(squares / tile.length);
  for (let index = 0; index < tile.length; index++) tile[index] = (tile[index] ?? 0) * scale;
}

let clouds: Field | undefined;
let grain: Field | undefined;

/** The shared field with large forms; each picture reads another part of it. */
export function cloudField(): Field {
  clouds ??= noiseField('clouds', 4, 7);
  return clouds;
}

/** The shared field with fine forms, for surfaces. */
export function grainField(): Field {
  grain ??= noiseField('grain', 64, 3);
  return grain;
}

import sharp from 'sharp';
import { type Canvas, type Pixel, paintWithin, type Rgb } from './canvas.ts';

export type Mask = {
  /** How much of the pixel the shape covers, 0 to 1; interpolated between pixels, 0 outside. */
  at(x: number, y: number): number;
  /** The squares of `CELL` pixels that the shape touches, and their neighbours. The shape is nowhere else. */
  cells: { x: number; y: number }[];
};

const CELL = 32;

/** Draws white SVG elements on black and returns their coverage. */
export async function svgMask(elements: string, width: number, height: number): Promise<Mask> {
  const drawing = svg(`<rect width="100%" height="100%" fill="#000"/><g fill="#fff">${elements}</g>`, width, height);
  const bytes = await sharp(drawing).extractChannel(0).raw().toBuffer();
  const columns = Math.ceil(width / CELL);
  const occupied = occupiedCells(bytes, width, height, columns);
  return {
    cells: [...occupied.keys()]
      .filter((index) => occupied[index] === 1)
      .map((index) => ({ x: (index % columns) * CELL, y: Math.floor(index / columns) * CELL })),
    at: (x, y) => {
      const left = Math.floor(x);
      const top = Math.floor(y);
      if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) return 0;
      const index = top * width + left;
      const fx = x - left;
      const a = bytes[index] ?? 0;
      const c = bytes[index + width] ?? 0;
      const upper = a + ((bytes[index + 1] ?? 0) - a) * fx;
      const lower = c + ((bytes[index + width + 1] ?? 0) - c) * fx;
      return (upper + (lower - upper) * (y - top)) / 255;
    },
  };
}

function occupiedCells(bytes: Buffer, width: number, height: number, columns: number): Uint8Array {
  const rows = Math.ceil(height / CELL);
  const occupied = new Uint8Array(columns * rows);
  // Every fourth pixel is enough: no shape is thinner, and neighbours are marked as well.
  for (let y = 0; y < height; y += 4) {
    for (let x = 0; x < width; x += 4) {
      if (bytes[y * width + x] === 0) continue;
      const column = Math.floor(x / CELL);
      const row = Math.floor(y / CELL);
      for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++) {
        occupied.fill(1, r * columns + Math.max(0, column - 1), r * columns + Math.min(columns, column + 2));
      }
    }
  }
  return occupied;
}

export function svg(elements: string, width: number, height: number): Buffer {
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${elements}</svg>`,
  );
}

export function cssColor([red, green, blue]: Rgb): string {
  return `rgb(${Math.round(red)},${Math.round(green)},${Math.round(blue)})`;
}

/** Calls `brush` for every pixel in the neighbourhood of the shape. */
export function paintAround(canvas: Canvas, mask: Mask, brush: (pixel: Pixel, x: number, y: number) => void): void {
  for (const { x, y } of mask.cells) paintWithin(canvas, x, y, x + CELL, y + CELL, brush);
}

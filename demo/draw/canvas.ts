import sharp from 'sharp';

/** sRGB, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];
export type Pixel = { r: number; g: number; b: number };
export type Canvas = { width: number; height: number; data: Float32Array };

export function blankCanvas(width: number, height: number, [red, green, blue]: Rgb): Canvas {
  const canvas = { width, height, data: new Float32Array(width * height * 3) };
  paint(canvas, (pixel) => {
    pixel.r = red;
    pixel.g = green;
    pixel.b = blue;
  });
  return canvas;
}

/** Calls `brush` for every pixel, row by row; `brush` modifies the pixel in place. */
export function paint(canvas: Canvas, brush: (pixel: Pixel, x: number, y: number) => void): void {
  paintWithin(canvas, 0, 0, canvas.width, canvas.height, brush);
}

/** Like `paint`, within a rectangle that may extend beyond the canvas. */
export function paintWithin(
  canvas: Canvas,
  left: number,
  top: number,
  right: number,
  bottom: number,
  brush: (pixel: Pixel, x: number, y: number) => void,
): void {
  const { data, width, height } = canvas;
  const pixel: Pixel = { r: 0, g: 0, b: 0 };
  const x0 = Math.max(0, Math.floor(left));
  const x1 = Math.min(width, Math.ceil(right));
  const y1 = Math.min(height, Math.ceil(bottom));
  for (let y = Math.max(0, Math.floor(top)); y < y1; y++) {
    let index = (y * width + x0) * 3;
    for (let x = x0; x < x1; x++, index += 3) {
      pixel.r = data[index] ?? 0;
      pixel.g = data[index + 1] ?? 0;
      pixel.b = data[index + 2] ?? 0;
      brush(pixel, x, y);
      data[index] = pixel.r;
      data[index + 1] = pixel.g;
      data[index + 2] = pixel.b;
    }
  }
}

/** Covers the pixel with a colour; `share` 0 leaves it unchanged, 1 replaces it. */
export function cover(pixel: Pixel, [red, green, blue]: Rgb, share: number): void {
  pixel.r += (red - pixel.r) * share;
  pixel.g += (green - pixel.g) * share;
  pixel.b += (blue - pixel.b) * share;
}

/** Transparent ink: the colour below shows through. `share` 0 to 1. */
export function stain(pixel: Pixel, [red, green, blue]: Rgb, share: number): void {
  pixel.r *= 1 - share * (1 - red / 255);
  pixel.g *= 1 - share * (1 - green / 255);
  pixel.b *= 1 - share * (1 - blue / 255);
}

/** Lightens (factor above 1) or darkens. */
export function light(pixel: Pixel, factor: number): void {
  pixel.r *= factor;
  pixel.g *= factor;
  pixel.b *= factor;
}

/** @param text such as #1a2b3c */
export function hex(text: string): Rgb {
  const value = Number.parseInt(text.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

export function mix(a: Rgb, b: Rgb, share: number): Rgb {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}

/** 0 below `low`, 1 above `high`, smooth in between; `low` may be larger than `high`. */
export function smooth(low: number, high: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return t * t * (3 - 2 * t);
}

/** Encodes the canvas as JPEG; the same canvas always produces the same bytes. */
export async function toJpeg({ data, width, height }: Canvas): Promise<Buffer> {
  const bytes = Buffer.from(new Uint8ClampedArray(data).buffer);
  return sharp(bytes, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

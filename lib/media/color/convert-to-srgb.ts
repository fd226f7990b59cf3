import type { SourceColor } from '#lib/domain/pictures/cicp.ts';
import { rgbMatrix, SRGB_PRIMARIES } from '#lib/domain/pictures/rgb-space.ts';
import { toneMap } from '#lib/domain/pictures/tone-map.ts';

/** Pixels as a file has them: one to four channels, the last of two or four is alpha. */
export type SourcePixels = {
  /** Uint16Array for more than 8 bits. */
  data: Uint8Array | Uint16Array;
  channels: number;
  /** The value of white: 255, or up to 65,535. */
  max: number;
};

const STEPS = 0xffff;
/** Linear light, 0 to STEPS, as a value of sRGB, 0 to 255. */
const encoded = Uint8Array.from({ length: STEPS + 1 }, (_, step) => {
  const light = step / STEPS;
  return Math.round(255 * (light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055));
});
const encode = (light: number) => encoded[Math.min(STEPS, Math.max(0, Math.round(light * STEPS)))] ?? 0;

/**
 * Converts pixels to sRGB with 8 bits, by their primaries and transfer function; colours outside of sRGB are clipped.
 * @returns red, green, blue and, if there is one, alpha
 */
export function convertToSrgb({ data, channels, max }: SourcePixels, color: SourceColor): Buffer {
  const light = lightOf(color, max);
  const isGrey = channels < 3;
  const hasAlpha = channels % 2 === 0;
  const step = hasAlpha ? 4 : 3;
  const pixels = data.length / channels;
  const converted = Buffer.alloc(pixels * step);
  const [[rr, rg, rb], [gr, gg, gb], [br, bg, bb]] = rgbMatrix(color.primaries, SRGB_PRIMARIES);
  const tone = toneMap(color);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const from = pixel * channels;
    const to = pixel * step;
    let red = light[data[from] ?? 0] ?? 0;
    let green = isGrey ? red : (light[data[from + 1] ?? 0] ?? 0);
    let blue = isGrey ? red : (light[data[from + 2] ?? 0] ?? 0);
    if (tone) {
      const factor = tone(red, green, blue);
      red *= factor;
      green *= factor;
      blue *= factor;
    }
    converted[to] = encode(isGrey ? red : rr * red + rg * green + rb * blue);
    converted[to + 1] = encode(isGrey ? red : gr * red + gg * green + gb * blue);
    converted[to + 2] = encode(isGrey ? red : br * red + bg * green + bb * blue);
    if (hasAlpha) converted[to + 3] = Math.round((255 * (data[from + channels - 1] ?? 0)) / max);
  }
  return converted;
}

/** The light of each value. */
function lightOf({ toLight }: SourceColor, max: number): Float64Array {
  return Float64Array.from({ length: (max > 255 ? 0xffff : 255) + 1 }, (_, value) => toLight(Math.min(1, value / max)));
}

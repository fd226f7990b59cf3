import { toOklch } from './oklch.ts';

type Rgb = { r: number; g: number; b: number };

const WHITE: Rgb = { r: 255, g: 255, b: 255 };
const NEAR_BLACK: Rgb = { r: 27, g: 26, b: 24 };

/** OKLCH lightness above which, and chroma below which, a drawing is hardly visible on white. */
const LIGHT = 0.9;
const NEARLY_COLORLESS = 0.025;
const MIN_PALE_SHARE = 0.95;
/** OKLCH lightness below which something is hardly visible on near-black, and how much of it may be lost. */
const DARK = 0.4;
const MAX_DARK_SHARE = 0.001;
/** Below this share, transparency is but the edge of a picture. */
const MIN_TRANSPARENT_SHARE = 0.02;

/**
 * What lies behind a transparent picture: white like paper, and near-black if nearly all that is seen would be invisible
 * on white and nothing would be invisible on near-black.
 * @param pixels sRGB, 8 bits each
 * @param channels 2 (grey and alpha) or 4
 */
export function groundOf(pixels: Uint8Array, channels: number): Rgb {
  let covered = 0;
  let pale = 0;
  let dark = 0;
  for (let index = 0; index + channels <= pixels.length; index += channels) {
    const alpha = (pixels[index + channels - 1] ?? 0) / 255;
    if (alpha === 0) continue;
    const red = pixels[index] ?? 0;
    const { lightness, chroma } =
      channels === 2 ? toOklch(red, red, red) : toOklch(red, pixels[index + 1] ?? 0, pixels[index + 2] ?? 0);
    covered += alpha;
    if (lightness > LIGHT && chroma < NEARLY_COLORLESS) pale += alpha;
    if (lightness < DARK) dark += alpha;
  }
  const isTransparent = covered > 0 && covered < (1 - MIN_TRANSPARENT_SHARE) * (pixels.length / channels);
  const isPale = pale > MIN_PALE_SHARE * covered && dark <= MAX_DARK_SHARE * covered;
  return isTransparent && isPale ? NEAR_BLACK : WHITE;
}

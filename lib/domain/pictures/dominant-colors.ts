import { COLORS, type Color } from './colors.ts';
import { type Oklch, toOklch } from './oklch.ts';

const MAX_COLORS = 3;
/** The share of the picture's area from which a family counts; below it, the colour is a detail. */
const MIN_AREA = { color: 0.05, accent: 0.025, neutral: 0.15 };
/** A chroma from STRONG on is noticed in a small area (accent), one below WEAK only in a large one (neutral). */
const STRONG_CHROMA = 0.13;
const WEAK_CHROMA = 0.05;
/** Below this share of all colours together, the picture is black and white. */
const MIN_COLORED_AREA = 0.06;

const NEUTRALS: ReadonlySet<Color> = new Set(['black', 'grey', 'white']);

/**
 * The one to three dominant colour families of a picture, the most striking first.
 * @param pixels red, green and blue of each pixel, sRGB, 0 to 255; a scaled-down picture is enough.
 */
export function dominantColors(pixels: Uint8Array): Color[] {
  const found = new Map<Color, { area: number; chroma: number }>(
    COLORS.map((color) => [color, { area: 0, chroma: 0 }]),
  );
  const count = Math.floor(pixels.length / 3);
  for (let index = 0; index + 2 < pixels.length; index += 3) {
    const color = toOklch(pixels[index] ?? 0, pixels[index + 1] ?? 0, pixels[index + 2] ?? 0);
    const family = found.get(colorFamily(color));
    if (!family) continue;
    family.area += 1 / count;
    family.chroma += color.chroma / count;
  }
  const families = [...found]
    .filter(([, { area }]) => area > 0)
    .map(([name, { area, chroma }]) => ({ name, area, chroma: chroma / area, neutral: NEUTRALS.has(name) }))
    // Vivid colours are noticed before large areas.
    .sort((a, b) => weight(b) - weight(a));
  const coloredArea = families.reduce((sum, { area, neutral }) => sum + (neutral ? 0 : area), 0);
  const candidates = families.filter(
    ({ neutral }) => neutral || coloredArea >= MIN_COLORED_AREA || isAccent(families, neutral),
  );
  const large = candidates.filter(({ area, chroma, neutral }) => area >= minArea(neutral, chroma));
  // If a picture has many muted colours, all in small areas, the first one represents it.
  return (large.length > 0 ? large : families.slice(0, 1)).slice(0, MAX_COLORS).map(({ name }) => name);
}

type Family = { area: number; chroma: number; neutral: boolean };

const weight = ({ area, chroma, neutral }: Family) => area * (neutral ? 0.35 : 0.5 + 5 * chroma);

const isAccent = (families: Family[], neutral: boolean) =>
  !neutral &&
  families.some((family) => !family.neutral && family.chroma >= STRONG_CHROMA && family.area >= MIN_AREA.accent);

function minArea(neutral: boolean, chroma: number): number {
  if (neutral || chroma < WEAK_CHROMA) return MIN_AREA.neutral;
  return chroma >= STRONG_CHROMA ? MIN_AREA.accent : MIN_AREA.color;
}

/** The family of a colour. The thresholds were chosen by eye and from CSS's named colours. */
export function colorFamily({ lightness, chroma, hue }: Oklch): Color {
  // The eye sees hardly any colour in the dark, and white paper may be slightly warm or cool.
  if (lightness < 0.2 || (lightness < 0.32 && chroma < 0.05)) return 'black';
  if (lightness > 0.9 && chroma < 0.035) return 'white';
  if (chroma < 0.03) return lightness > 0.88 ? 'white' : lightness < 0.35 ? 'black' : 'grey';
  if (hue < 12 || hue >= 345) return pinkOrRed(lightness, chroma, 0.62);
  if (hue < 38) return pinkOrRed(lightness, chroma, 0.75);
  // Brown is a dark or dull orange.
  if (hue < 78) return lightness < 0.62 || chroma < 0.12 ? 'brown' : 'orange';
  if (hue < 118) return yellowOrBrown(lightness, chroma, hue);
  if (hue < 168) return 'green';
  if (hue < 215) return 'teal';
  if (hue < 283) return 'blue';
  return hue < 320 || lightness < 0.62 ? 'purple' : 'pink';
}

function pinkOrRed(lightness: number, chroma: number, pinkFrom: number): Color {
  if (chroma < 0.07) return lightness < 0.6 ? 'brown' : 'pink';
  return lightness >= pinkFrom ? 'pink' : 'red';
}

function yellowOrBrown(lightness: number, chroma: number, hue: number): Color {
  if (lightness >= 0.7 && chroma >= 0.07) return 'yellow';
  if (hue >= 105) return 'green';
  return chroma < 0.045 && lightness > 0.5 ? 'grey' : 'brown';
}

import { COLORS, type Color } from './colors.ts';
import { type Oklch, toOklch } from './oklch.ts';

const MOST = 3;
/** The share of the picture that makes a colour one of it: less is a detail, and so is less of a neutral one. */
const LEAST = { colour: 0.05, accent: 0.025, neutral: 0.15 };
/** A colour as strong as this is seen in a smaller place, one as weak as that only in a large one. */
const STRONG = 0.13;
const WEAK = 0.05;
/** With less of all colours together than this the picture is a black and white one. */
const COLOURED = 0.06;

const NEUTRALS: ReadonlySet<Color> = new Set(['black', 'grey', 'white']);

/**
 * The one to three families that a picture is known by, the most striking first.
 * @param pixels red, green and blue of each pixel in turn, sRGB, 0 to 255; a small copy is enough.
 */
export function dominantColors(pixels: Uint8Array): Color[] {
  const found = new Map<Color, { area: number; chroma: number }>(
    COLORS.map((colour) => [colour, { area: 0, chroma: 0 }]),
  );
  const count = Math.floor(pixels.length / 3);
  for (let index = 0; index + 2 < pixels.length; index += 3) {
    const colour = toOklch(pixels[index] ?? 0, pixels[index + 1] ?? 0, pixels[index + 2] ?? 0);
    const family = found.get(colorFamily(colour));
    if (!family) continue;
    family.area += 1 / count;
    family.chroma += colour.chroma / count;
  }
  const families = [...found]
    .filter(([, { area }]) => area > 0)
    .map(([name, { area, chroma }]) => ({ name, area, chroma: chroma / area, neutral: NEUTRALS.has(name) }))
    // What is colourful is seen before what is only large.
    .sort((a, b) => weight(b) - weight(a));
  const coloured = families.reduce((sum, { area, neutral }) => sum + (neutral ? 0 : area), 0);
  const able = families.filter(({ neutral }) => neutral || coloured >= COLOURED || isAccent(families, neutral));
  const large = able.filter(({ area, chroma, neutral }) => area >= leastArea(neutral, chroma));
  // A picture of many muted colours, all of them small, is known by the first of them.
  return (large.length > 0 ? large : families.slice(0, 1)).slice(0, MOST).map(({ name }) => name);
}

type Family = { area: number; chroma: number; neutral: boolean };

const weight = ({ area, chroma, neutral }: Family) => area * (neutral ? 0.35 : 0.5 + 5 * chroma);

const isAccent = (families: Family[], neutral: boolean) =>
  !neutral && families.some((one) => !one.neutral && one.chroma >= STRONG && one.area >= LEAST.accent);

function leastArea(neutral: boolean, chroma: number): number {
  if (neutral || chroma < WEAK) return LEAST.neutral;
  return chroma >= STRONG ? LEAST.accent : LEAST.colour;
}

/** The family of one colour. The bounds were set by eye, and by what CSS calls its named colours. */
export function colorFamily({ lightness, chroma, hue }: Oklch): Color {
  // In the dark the eye sees hardly any colour, and paper may be a little warm or cool.
  if (lightness < 0.2 || (lightness < 0.32 && chroma < 0.05)) return 'black';
  if (lightness > 0.9 && chroma < 0.035) return 'white';
  if (chroma < 0.03) return lightness > 0.88 ? 'white' : lightness < 0.35 ? 'black' : 'grey';
  if (hue < 12 || hue >= 345) return pinkOrRed(lightness, chroma, 0.62);
  if (hue < 38) return pinkOrRed(lightness, chroma, 0.75);
  // Brown is a dark or a dull orange.
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

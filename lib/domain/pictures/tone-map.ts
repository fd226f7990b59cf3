import type { SourceColor } from './cicp.ts';
import { BT2020_PRIMARIES, luminanceShares, rgbMatrix } from './rgb-space.ts';

/** The factor by which the light of one pixel changes. */
type Tone = (red: number, green: number, blue: number) => number;
type Point = readonly [from: number, to: number];

/** HLG on a display of 1,000 candela per square metre: ITU-R BT.2100. */
const HLG_GAMMA = 1.2;
/** The white of paper becomes half of the light of a screen's white, and what is brighter gets the rest. */
const WHITE: Point = [1, 0.5];
/** How far the curve's middle is from the white of paper to the point where its tangent would reach the screen's white. */
const MIDDLE = 0.65;

/**
 * Brings pictures with light above white into the range of a screen without it, and keeps hues; null for all others.
 * The curve is the reference white tone mapping operator of SMPTE ST 2094-50, as Chromium 156 shows such pictures.
 */
export function toneMap({ primaries, peak, isScene }: SourceColor): Tone | null {
  if (peak === 1) return null;
  const shares = luminanceShares(primaries);
  const [red2020, green2020, blue2020] = rgbMatrix(primaries, BT2020_PRIMARIES);
  return (red, green, blue) => {
    const sum = (row: readonly [number, number, number]) => row[0] * red + row[1] * green + row[2] * blue;
    const display = isScene ? peak * Math.max(0, sum(shares)) ** (HLG_GAMMA - 1) : 1;
    const brightest = display * Math.max(sum(red2020), sum(green2020), sum(blue2020));
    return brightest > 0 ? (display * compress(brightest, peak)) / brightest : 0;
  };
}

/** A straight line up to the white of paper, then a quadratic Bézier curve to the peak. */
function compress(light: number, peak: number): number {
  const [x0, y0] = WHITE;
  if (light <= x0) return light * y0;
  if (light >= peak) return 1;
  const x1 = (1 - MIDDLE) * x0 + MIDDLE * (x0 / y0);
  const y1 = (1 - MIDDLE) * y0 + MIDDLE;
  const [a, b, c] = [x0 - 2 * x1 + peak, 2 * (x1 - x0), x0 - light];
  const t = (Math.sqrt(b * b - 4 * a * c) - b) / (2 * a);
  return (1 - t) ** 2 * y0 + 2 * t * (1 - t) * y1 + t ** 2;
}

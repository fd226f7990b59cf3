import { BT2020_PRIMARIES, type Primaries, SRGB_PRIMARIES, type Xy } from './rgb-space.ts';

/** How the values of a picture become light; `toLight` takes a value from 0 to 1. */
export type SourceColor = {
  primaries: Primaries;
  toLight: (value: number) => number;
  /** Brighter than white is possible: `toLight` is 1 at the white of paper, and goes up to `peak`. */
  peak: number;
  /** HLG: light of the scene, which a display shows with more contrast. */
  isScene: boolean;
};

/** ITU-T H.273: code points of primaries, transfer function and (not here) matrix. */
export type Cicp = { primaries: number; transfer: number };

const D65: Xy = [0.3127, 0.329];
const TINY = 1e-7;
const C: Xy = [0.31, 0.316];
const space = (white: Xy, ...[red, green, blue]: readonly [Xy, Xy, Xy]): Primaries => ({ red, green, blue, white });
const NTSC = space(D65, [0.63, 0.34], [0.31, 0.595], [0.155, 0.07]);

/** Table 2 of H.273; 2 is unspecified. */
const PRIMARIES: Readonly<Record<number, Primaries>> = {
  1: SRGB_PRIMARIES,
  2: SRGB_PRIMARIES,
  4: space(C, [0.67, 0.33], [0.21, 0.71], [0.14, 0.08]),
  5: space(D65, [0.64, 0.33], [0.29, 0.6], [0.15, 0.06]),
  6: NTSC,
  7: NTSC,
  8: space(C, [0.681, 0.319], [0.243, 0.692], [0.145, 0.049]),
  9: BT2020_PRIMARIES,
  // CIE XYZ itself, with primaries that no light has.
  10: space([1 / 3, 1 / 3], [1, TINY], [TINY, 1], [TINY, TINY]),
  11: space([0.314, 0.351], [0.68, 0.32], [0.265, 0.69], [0.15, 0.06]),
  12: space(D65, [0.68, 0.32], [0.265, 0.69], [0.15, 0.06]),
  22: space(D65, [0.63, 0.34], [0.295, 0.605], [0.155, 0.077]),
};

/** The light of white on paper in HDR pictures, in candela per square metre: ITU-R BT.2408. */
const REFERENCE_WHITE = 203;
const PQ_PEAK = 10_000;
const HDR_PEAK = 1_000;

export const srgbToLight = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const gamma = (exponent: number) => (value: number) => value ** exponent;

function pqToLight(value: number): number {
  const power = value ** (32 / 2523);
  const light = (Math.max(0, power - 107 / 128) / (2413 / 128 - (2392 / 128) * power)) ** (8192 / 1305);
  return (light * PQ_PEAK) / REFERENCE_WHITE;
}

function hlgToLight(value: number): number {
  const [a, b, c] = [0.17883277, 0.28466892, 0.55991073];
  return value <= 0.5 ? value ** 2 / 3 : (Math.exp((value - c) / a) + b) / 12;
}

const logToLight = (decades: number) => (value: number) => (value > 0 ? 10 ** (decades * (value - 1)) : 0);

/** The code points of the curve of television, which is seen on screens with a gamma of 2.4: ITU-R BT.1886. */
const TELEVISION: readonly number[] = [1, 6, 11, 12, 14, 15];

/** The others of table 3 of H.273; 2 is unspecified. */
const TRANSFERS: Readonly<Record<number, SourceColor['toLight']>> = {
  2: srgbToLight,
  4: gamma(2.2),
  5: gamma(2.8),
  7: (value) => (value < 0.0913 ? value / 4 : ((value + 0.1115) / 1.1115) ** (1 / 0.45)),
  8: (value) => value,
  9: logToLight(2),
  10: logToLight(2.5),
  13: srgbToLight,
  16: pqToLight,
  17: (value) => (52.37 / 48) * value ** 2.6,
  18: hlgToLight,
};

/**
 * The colours that these code points stand for; null if they are unknown.
 * @param televisionIs how the curve of television is shown: Chromium 156 takes it for sRGB in an AVIF, but not in a PNG
 */
export function colorOfCicp({ primaries, transfer }: Cicp, televisionIs: 'sRGB' | 'BT.1886'): SourceColor | null {
  const space = PRIMARIES[primaries];
  const television = televisionIs === 'sRGB' ? srgbToLight : gamma(2.4);
  const toLight = TELEVISION.includes(transfer) ? television : TRANSFERS[transfer];
  if (!space || !toLight) return null;
  const isHdr = transfer === 16 || transfer === 18;
  const peak = isHdr ? HDR_PEAK / REFERENCE_WHITE : 1;
  return { primaries: space, toLight, peak, isScene: transfer === 18 };
}

/** Colours of a still screen with these primaries and this curve. */
export function colorOf(primaries: Primaries, toLight: SourceColor['toLight']): SourceColor {
  return { primaries, toLight, peak: 1, isScene: false };
}

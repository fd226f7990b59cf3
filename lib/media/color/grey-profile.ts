import { colorOf, type SourceColor } from '#lib/domain/pictures/cicp.ts';
import { SRGB_PRIMARIES } from '#lib/domain/pictures/rgb-space.ts';

const HEADER_BYTES = 128;
const FIXED_ONE = 65_536;

/**
 * The tone curve of an ICC profile for grey pictures.
 * @returns null if the profile is of another kind, or has tables instead of a curve
 */
export function greyProfileColor(profile: Buffer): SourceColor | null {
  if (profile.length < HEADER_BYTES + 4 || profile.toString('latin1', 16, 20) !== 'GRAY') return null;
  const tags = tagsOf(profile);
  const curve = tags.get('kTRC');
  if (!curve || tags.has('A2B0')) return null;
  const toLight = curveOf(curve);
  return toLight && colorOf(SRGB_PRIMARIES, toLight);
}

function tagsOf(profile: Buffer): Map<string, Buffer> {
  const tags = new Map<string, Buffer>();
  const count = Math.min(profile.readUInt32BE(HEADER_BYTES), 100);
  for (let index = 0; index < count; index++) {
    const entry = HEADER_BYTES + 4 + index * 12;
    if (entry + 12 > profile.length) break;
    const offset = profile.readUInt32BE(entry + 4);
    tags.set(
      profile.toString('latin1', entry, entry + 4),
      profile.subarray(offset, offset + profile.readUInt32BE(entry + 8)),
    );
  }
  return tags;
}

/** The types `curv` and `para` of ICC.1:2022, 10.6 and 10.18. */
function curveOf(curve: Buffer): SourceColor['toLight'] | null {
  const type = curve.toString('latin1', 0, 4);
  if (type === 'curv' && curve.length >= 12) return sampledCurve(curve);
  if (type === 'para' && curve.length >= 16) return parametricCurve(curve);
  return null;
}

function sampledCurve(curve: Buffer): SourceColor['toLight'] | null {
  const count = curve.readUInt32BE(8);
  if (count === 0) return (value) => value;
  if (curve.length < 12 + 2 * count) return null;
  const sample = (index: number) => curve.readUInt16BE(12 + 2 * index);
  if (count === 1) return (value) => value ** (sample(0) / 256);
  return (value) => {
    const position = value * (count - 1);
    const below = Math.min(count - 2, Math.floor(position));
    return (sample(below) + (position - below) * (sample(below + 1) - sample(below))) / 0xffff;
  };
}

const PARAMETERS = [1, 3, 4, 5, 7] as const;

function parametricCurve(curve: Buffer): SourceColor['toLight'] | null {
  const kind = curve.readUInt16BE(8);
  const count = PARAMETERS[kind];
  if (!count || curve.length < 12 + 4 * count) return null;
  const values = Array.from({ length: count }, (_, index) => curve.readInt32BE(12 + 4 * index) / FIXED_ONE);
  const [g = 1, a = 1, b = 0, c = 0, d = 0, e = 0, f = 0] = values;
  if (kind === 0) return (value) => value ** g;
  if (kind === 1) return (value) => (value >= -b / a ? (a * value + b) ** g : 0);
  if (kind === 2) return (value) => (value >= -b / a ? (a * value + b) ** g + c : c);
  return (value) => (value >= d ? (a * value + b) ** g + e : c * value + f);
}

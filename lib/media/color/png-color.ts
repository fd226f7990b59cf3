import { crc32 } from 'node:zlib';
import { colorOf, colorOfCicp, type SourceColor } from '#lib/domain/pictures/cicp.ts';
import { isRgbSpace, type Primaries, SRGB_PRIMARIES, type Xy } from '#lib/domain/pictures/rgb-space.ts';

const SIGNATURE_BYTES = 8;
const HUNDRED_THOUSAND = 100_000;
/** A gamma alone that differs less than this from 1/2.2 means sRGB: libpng's PNG_GAMMA_THRESHOLD. */
const SAME_GAMMA = 0.05;
const SRGB_GAMMA = 2.2;

/**
 * What a PNG says about its colours: its code points or gamma and chromaticities. The order is that of the PNG
 * specification, third edition: cICP, iCCP, sRGB, then gAMA and cHRM.
 * @returns 'profile' if the embedded profile counts, null if it is sRGB or says nothing
 */
export function pngColor(file: Buffer): SourceColor | 'profile' | null {
  const chunks = chunksBeforePixels(file);
  const cicp = chunks.get('cICP');
  const color = cicp?.length === 4 ? cicpOf(cicp) : null;
  if (color) return color;
  if (chunks.has('iCCP')) return 'profile';
  if (chunks.has('sRGB')) return null;
  return measuredColor(chunks.get('gAMA'), chunks.get('cHRM'));
}

/** The matrix must be 0, because a PNG has red, green and blue. Browsers ignore video levels. */
function cicpOf([primaries = 0, transfer = 0, matrix, range]: Buffer): SourceColor | null {
  return matrix === 0 && range === 1 ? colorOfCicp({ primaries, transfer }, 'BT.1886') : null;
}

/** As in browsers, chromaticities count only together with a gamma. */
function measuredColor(gama: Buffer | undefined, chrm: Buffer | undefined): SourceColor | null {
  if (gama?.length !== 4) return null;
  const gamma = gama.readUInt32BE() / HUNDRED_THOUSAND;
  if (gamma === 0) return null;
  const primaries = chrm?.length === 32 ? primariesOf(chrm) : null;
  const toLight = (value: number) => value ** (1 / gamma);
  if (primaries && isRgbSpace(primaries)) return colorOf(primaries, toLight);
  return Math.abs(gamma * SRGB_GAMMA - 1) < SAME_GAMMA ? null : colorOf(SRGB_PRIMARIES, toLight);
}

function primariesOf(chrm: Buffer): Primaries {
  const at = (index: number): Xy => [
    chrm.readUInt32BE(index * 8) / HUNDRED_THOUSAND,
    chrm.readUInt32BE(index * 8 + 4) / HUNDRED_THOUSAND,
  ];
  return { white: at(0), red: at(1), green: at(2), blue: at(3) };
}

/** The first chunk of each type up to the pixels; a damaged one counts as missing. */
function chunksBeforePixels(file: Buffer): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  let offset = SIGNATURE_BYTES;
  while (offset + 12 <= file.length) {
    const size = file.readUInt32BE(offset);
    const end = offset + 8 + size;
    const type = file.toString('latin1', offset + 4, offset + 8);
    if (type === 'IDAT' || end + 4 > file.length) break;
    const isIntact = crc32(file.subarray(offset + 4, end)) === file.readUInt32BE(end);
    if (isIntact && !chunks.has(type)) chunks.set(type, file.subarray(offset + 8, end));
    offset = end + 4;
  }
  return chunks;
}

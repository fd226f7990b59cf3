import type { Metadata } from 'sharp';
import { type SourceColor, srgbToLight } from '#lib/domain/pictures/cicp.ts';
import { SRGB_PRIMARIES } from '#lib/domain/pictures/rgb-space.ts';
import type { PictureType } from '../picture-type.ts';
import { avifColor } from './avif-color.ts';
import { greyProfileColor } from './grey-profile.ts';
import { pngColor } from './png-color.ts';

/**
 * How the colours of a picture become sRGB:
 * - 'profile': sharp applies the embedded profile, or none if there is none;
 * - 'plain': they are sRGB already, whatever profile is embedded;
 * - otherwise by what the file says in numbers, which sharp 0.35.5 ignores. It ignores the profile of a grey picture of
 *   16 bits too, whose curve is such numbers as well.
 */
export type ColorSource = 'profile' | 'plain' | SourceColor;

export function colorSource(type: PictureType, file: Buffer, { hasProfile, icc, space }: Metadata): ColorSource {
  const said = type === 'png' ? pngColor(file) : type === 'avif' ? avifColor(file) : 'profile';
  if (said === 'profile' && hasProfile && icc && space === 'grey16') return greyProfileColor(icc) ?? 'profile';
  if (said === 'profile' || said === null) return 'profile';
  return isSrgb(said) ? 'plain' : said;
}

const isSrgb = ({ primaries, toLight }: SourceColor) => primaries === SRGB_PRIMARIES && toLight === srgbToLight;

import sharp, { type Metadata, type Sharp, type SharpOptions } from 'sharp';
import { groundOf } from '#lib/domain/pictures/ground.ts';
import type { Turn } from '#lib/domain/pictures/picture.ts';
import { convertToSrgb } from './color/convert-to-srgb.ts';
import type { ColorSource } from './color/source-color.ts';
import { from, type Raster } from './derive.ts';

export interface SourcePicture {
  bytes: Buffer;
  metadata: Metadata;
  color: ColorSource;
  options: SharpOptions;
}

/** Of the upright picture, in pixels; the other side follows. */
type Size = { width: number } | { height: number };

/**
 * The picture in upright orientation, converted to sRGB, without metadata. Transparent areas become white like paper,
 * so that the page's colour does not show through, or nearly black where the drawing would be invisible on white.
 * @param width pixels, of the result
 * @param turn degrees, clockwise, from the upright orientation
 */
export async function toUprightRaster(source: SourcePicture, width: number, turn: Turn = 0): Promise<Raster> {
  const size = turn % 180 === 0 ? { width } : { height: width };
  const upright =
    typeof source.color === 'string' ? await byProfile(source, size) : await byNumbers(source, size, source.color);
  const raster = turn === 0 ? upright : await from(upright).rotate(turn).raw().toBuffer({ resolveWithObject: true });
  const { channels } = raster.info;
  if (channels === 3) return raster;
  if (channels === 1) return from(raster).toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  const ground = groundOf(raster.data, channels);
  const rgb = channels === 2 ? from(raster).toColourspace('srgb') : from(raster);
  return rgb.flatten({ background: ground }).raw().toBuffer({ resolveWithObject: true });
}

async function byProfile({ bytes, metadata, color, options }: SourcePicture, size: Size): Promise<Raster> {
  const usesProfile = color === 'profile' && metadata.hasProfile;
  const upright = sharp(bytes, { ...options, ignoreIcc: color === 'plain' })
    .autoOrient()
    .toColourspace('srgb')
    .resize(size);
  return readRaster(usesProfile ? withSrgbOutput(upright, metadata) : upright);
}

/** With sharp 0.35.5, 16-bit values are wrong without this if there is a profile, and with it if there is none. */
function withSrgbOutput(picture: Sharp, { space }: Metadata): Sharp {
  // It would skip the profile of a grey picture with 16 bits.
  const pipeline = space === 'grey16' ? picture.pipelineColourspace('b-w') : picture;
  return pipeline.withIccProfile('srgb', { attach: false });
}

const readRaster = (picture: Sharp): Promise<Raster> =>
  picture.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });

async function byNumbers(
  { bytes, metadata, options }: SourcePicture,
  size: Size,
  color: Exclude<ColorSource, string>,
): Promise<Raster> {
  const isDeep = metadata.depth === 'ushort';
  const deepSpace = metadata.space === 'grey16' ? 'grey16' : 'rgb16';
  const { data, info } = await sharp(bytes, { ...options, ignoreIcc: true })
    .autoOrient()
    .toColourspace(isDeep ? deepSpace : 'srgb')
    .resize(size)
    .raw({ depth: isDeep ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const values = isDeep ? new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2) : data;
  // 10 and 12 bits are the upper ones of 16.
  const unused = isDeep ? 16 - (metadata.bitsPerSample ?? 16) : 0;
  const max = isDeep ? 0xffff - (2 ** unused - 1) : 0xff;
  const converted = convertToSrgb({ data: values, channels: info.channels, max }, color);
  const channels = info.channels % 2 === 0 ? 4 : 3;
  return { data: converted, info: { ...info, channels, size: converted.length } };
}

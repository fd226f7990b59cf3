import { cropSquare, PORTRAIT_WIDTHS, type PortraitCrop } from '#lib/domain/pictures/portrait.ts';
import { from, type Raster } from '../derive.ts';

export type DecodedPortrait = {
  /** Pixels of the whole picture, as it is kept. */
  width: number;
  height: number;
  /** The whole picture as WebP, without the metadata of the file that it was. */
  master: Uint8Array;
  /** The chosen part as WebP, in each of PORTRAIT_WIDTHS. */
  squares: { width: number; bytes: Uint8Array }[];
};

/** High, because another part may be chosen, and encoded again. */
const MASTER = { quality: 92, effort: 4 } as const;
const SQUARE = { quality: 82, effort: 4 } as const;

/** Cuts the squares out of a picture. A small part is enlarged, so that each file has its full width. */
export async function derivePortrait(picture: Raster, crop: PortraitCrop): Promise<DecodedPortrait> {
  const { width, height } = picture.info;
  const { left, top, side } = cropSquare({ width, height }, crop);
  const squares: DecodedPortrait['squares'] = [];
  for (const wide of PORTRAIT_WIDTHS) {
    const cut = from(picture).extract({ left, top, width: side, height: side }).resize({ width: wide, height: wide });
    squares.push({ width: wide, bytes: await cut.webp(SQUARE).toBuffer() });
  }
  return { width, height, master: await from(picture).webp(MASTER).toBuffer(), squares };
}

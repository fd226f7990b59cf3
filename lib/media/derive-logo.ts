import type { Color, Sharp } from 'sharp';
import { groundOf } from '#lib/domain/pictures/ground.ts';
import { GROUNDS } from '#lib/domain/settings/contrast.ts';
import { LOGO_BOX, type LogoFile } from '#lib/domain/settings/logo.ts';

export interface LogoFiles {
  /** Pixels of header.webp. */
  width: number;
  height: number;
  files: Record<LogoFile, Uint8Array>;
}

/** Pixels of the sample from which it is decided whether a logo is seen. */
const SAMPLE = 64;
/** A logo whose opaque pixels are nearer to a page's background than this contrast is not seen on it. */
const MIN_SEEN = 1.5;
/** Of the shorter side: the space around a logo that gets a background of its own. */
const PADDING = 0.12;
const TRANSPARENT = { r: 0, g: 0, b: 0, alpha: 0 };

/**
 * The files of a shop's logo: one for the top of the pages and square icons. Transparency stays, unless the logo would
 * not be seen in the light or in the dark theme: then it gets a background.
 * @param open reads the upright picture again, in sRGB.
 */
export async function deriveLogo(open: () => Sharp): Promise<LogoFiles> {
  const sample = await open().ensureAlpha().resize({ width: SAMPLE, height: SAMPLE, fit: 'inside' }).raw().toBuffer();
  const ground = groundOf(sample, 4);
  const isBare = hasTransparency(sample) && isSeen(sample);
  const isOpaque = !hasTransparency(sample);
  const header = await headerOf(open(), isOpaque || isBare ? null : ground);
  const icon = (size: number) =>
    open()
      .resize({ width: size, height: size, fit: 'contain', background: TRANSPARENT })
      .png({ compressionLevel: 9 })
      .toBuffer();
  const [icon48, icon180, icon192, icon512] = await Promise.all([
    icon(48),
    touchIcon(open(), ground),
    icon(192),
    icon(512),
  ]);
  return {
    width: header.info.width,
    height: header.info.height,
    files: {
      'header.webp': header.data,
      ...{ 'icon-48.png': icon48, 'icon-180.png': icon180, 'icon-192.png': icon192, 'icon-512.png': icon512 },
    },
  };
}

async function headerOf(picture: Sharp, ground: Color | null) {
  const [width, height] = [2 * LOGO_BOX.width, 2 * LOGO_BOX.height];
  const padding = ground === null ? 0 : Math.round(height * PADDING);
  const sized = picture.resize({
    width: width - 2 * padding,
    height: height - 2 * padding,
    fit: 'inside',
    withoutEnlargement: true,
  });
  const framed =
    ground === null
      ? sized
      : sized
          .flatten({ background: ground })
          .extend({ top: padding, bottom: padding, left: padding, right: padding, background: ground });
  return framed.webp({ quality: 90, effort: 4 }).toBuffer({ resolveWithObject: true });
}

/** Systems cut its corners, and show black where it is transparent. */
function touchIcon(picture: Sharp, ground: Color): Promise<Buffer> {
  const [size, padding] = [180, 16];
  const inner = size - 2 * padding;
  return picture
    .resize({ width: inner, height: inner, fit: 'contain', background: ground })
    .flatten({ background: ground })
    .extend({ top: padding, bottom: padding, left: padding, right: padding, background: ground })
    .png({ compressionLevel: 9 })
    .toBuffer();
}

function hasTransparency(rgba: Buffer): boolean {
  for (let at = 3; at < rgba.length; at += 4) if ((rgba[at] ?? 255) < 250) return true;
  return false;
}

/** Whether the opaque pixels stand out from the page in both themes, as far as their mean luminance says. */
function isSeen(rgba: Buffer): boolean {
  let [sum, weight] = [0, 0];
  for (let at = 0; at < rgba.length; at += 4) {
    const alpha = rgba[at + 3] ?? 0;
    sum += alpha * luminance(rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0);
    weight += alpha;
  }
  const mean = weight === 0 ? 0 : sum / weight;
  return [GROUNDS.light[0], GROUNDS.dark[0]].every((ground) => {
    const paper = luminance(...hex(ground));
    return (Math.max(paper, mean) + 0.05) / (Math.min(paper, mean) + 0.05) >= MIN_SEEN;
  });
}

const hex = (color: string) =>
  [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)) as [number, number, number];

function luminance(...channels: [red: number, green: number, blue: number]): number {
  const [red = 0, green = 0, blue = 0] = channels.map((value) => (value / 255) ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

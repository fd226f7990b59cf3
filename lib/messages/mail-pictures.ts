import { pictureUrl } from '#lib/domain/pictures/picture.ts';
import { PORTRAIT_WIDTHS } from '#lib/domain/pictures/portrait.ts';
import type { MailPerson, MailPicture } from './mail-content.ts';

/** Pixels; mails show it at half of this, sharp on dense screens. */
const PICTURE_WIDTH = 480;

/** The first picture of a work, for a mail. */
export const PICTURE_COLUMNS = {
  select: { key: true, alt: true, width: true, height: true, widths: true },
  orderBy: { position: 'asc' },
  take: 1,
} as const;

type Artist = { username: string; displayName: string; place: string; portraitKey: string | null };

/** Somebody with their page, for a mail. @param base the shop's URL */
export function mailPerson({ username, displayName: name, place, portraitKey }: Artist, base: string): MailPerson {
  const width = PORTRAIT_WIDTHS[0];
  const portrait = portraitKey
    ? { url: `${base}${pictureUrl(portraitKey, width)}`, alt: '', width, height: width }
    : undefined;
  return { name, place, url: `${base}/artists/${username}`, portrait };
}

type Picture = { key: string; alt: string; width: number; height: number; widths: number[] };

/** @param base the shop's URL */
export function mailPicture({ key, alt, width, height, widths }: Picture, base: string): MailPicture | undefined {
  const stored = widths.find((wide) => wide >= PICTURE_WIDTH) ?? widths.at(-1);
  if (stored === undefined) return undefined;
  return {
    url: `${base}${pictureUrl(key, stored)}`,
    alt,
    width: stored,
    height: Math.max(1, Math.round((height * stored) / width)),
  };
}

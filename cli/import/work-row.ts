import { POST_LIMITS } from '#lib/domain/posts/post-limits.ts';
import { slugify } from '#lib/domain/posts/slug.ts';
import { digest, shortHash, stableUuid } from '../../demo/stable-id.ts';
import type { CatalogueWork } from './catalogue-line.ts';
import { type PoolPicture, pickPicture } from './pick-picture.ts';
import { cutAtWord, dimensionsOf, priceOf, proportionOf, tagsOf, yearOf } from './work-rules.ts';

/** The range of the works' listing times. */
const LISTED_FROM = Date.UTC(2019, 0, 1);
const LISTED_UNTIL = Date.UTC(2026, 5, 30);
const SLOT_MS = 100_000;

/** A row of posts and its row of post_images, by column name. */
export type WorkRow = ReturnType<typeof workRow>;

/** A row of users; `second_username` is used if `username` is taken. */
export type ArtistRow = { id: string; username: string; second_username: string; email: string; display_name: string };

export function artistIdOf({ artist }: CatalogueWork): string {
  return stableUuid(`catalogue artist ${artist}`);
}

export function artistRow(work: CatalogueWork): ArtistRow {
  const name = slugify(work.artist).slice(0, 30).replace(/-+$/, '');
  const hash = shortHash(`catalogue artist ${work.artist}`);
  const username = name.length >= 2 ? name : `artist-${hash}`;
  return {
    id: artistIdOf(work),
    username,
    second_username: `${username.slice(0, 20).replace(/-+$/, '')}-${hash}`,
    email: `artist-${hash}@catalogue.example.org`,
    display_name: cutAtWord(work.artist, 80),
  };
}

export function workRow(work: CatalogueWork, lineNumber: number, pool: readonly PoolPicture[]) {
  const { amount, currency } = priceOf(work);
  const title = cutAtWord(work.title, POST_LIMITS.title);
  return {
    id: stableUuid(`catalogue work ${work.acno}`),
    slug: `${slugify(title) || 'work'}-${shortHash(`catalogue work ${work.acno}`)}`,
    artist_id: artistIdOf(work),
    title,
    description: cutAtWord([work.medium, work.date].filter(Boolean).join(', '), POST_LIMITS.description),
    content: contentOf(work, title),
    price_amount: amount,
    price_currency: currency,
    tags: tagsOf(work),
    medium: work.medium && cutAtWord(work.medium, POST_LIMITS.short),
    year: yearOf(work.date),
    dimensions: dimensionsOf(work),
    listed_at: listedAtOf(work, lineNumber).toISOString(),
    image_id: stableUuid(`catalogue picture ${work.acno}`),
    ...pickPicture(pool, work.acno, proportionOf(work)),
  };
}

function contentOf(work: CatalogueWork, title: string): string {
  const paragraphs = [
    title === work.title ? '' : work.title,
    work.dimensions ? `Measured as ${work.dimensions}.` : '',
    `Number ${work.acno} in the catalogue.`,
  ];
  return cutAtWord(paragraphs.filter(Boolean).join('\n\n'), POST_LIMITS.content);
}

/** Spread by a hash; the line number makes the times within a file differ. */
function listedAtOf({ acno }: CatalogueWork, lineNumber: number): Date {
  const slots = Math.floor((LISTED_UNTIL - LISTED_FROM) / SLOT_MS);
  const slot = digest(`listed ${acno}`).readUInt32BE(0) % slots;
  return new Date(LISTED_FROM + slot * SLOT_MS + (lineNumber % SLOT_MS));
}

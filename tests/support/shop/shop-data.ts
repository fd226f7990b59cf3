/** Adds accounts, works and pictures to a running shop, and reads its mails. */

import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hash } from '@node-rs/argon2';
import { Redis } from 'ioredis';
import sharp from 'sharp';
import type { TokenPurpose } from '#lib/domain/account-token.ts';
import { pictureWidths } from '#lib/domain/pictures/picture.ts';
import type { Role } from '#lib/domain/viewer.ts';
import { eventually } from '../eventually.ts';
import { addSecondFactor } from './second-factor.ts';
import type { Shop } from './start-shop.ts';

export const PASSWORD = 'correct horse battery';
// A cheap hash on purpose: verification reads the cost from the hash.
const passwordHash = hash(PASSWORD, { memoryCost: 1024, timeCost: 1, parallelism: 1 });

export type Account = { id: string; username: string; email: string };

let count = 0;
/** A name that is unique in the whole test run. */
export const uniqueName = (prefix: string) => `${prefix}-${process.pid}-${++count}`;

/** Adds an account that can sign in with PASSWORD and has a proven email; moderators and admins have a second factor too. */
export async function addAccount(
  shop: Shop,
  { role = 'MEMBER', displayName }: { role?: Role; displayName?: string } = {},
): Promise<Account> {
  const username = uniqueName('person');
  const person = { id: randomUUID(), username, email: `${username}@example.org` };
  await shop.database.query(
    `INSERT INTO users (id, username, email, display_name, password_hash, role, email_proven_at)
     VALUES ($1, $2, $3, $4, $5, $6::role, now())`,
    [person.id, username, person.email, displayName ?? username, await passwordHash, role],
  );
  if (role !== 'MEMBER') await addSecondFactor(shop, person.id);
  return person;
}

export type Work = { id: string; slug: string; title: string; artist: Account };

/** Adds a published work with one real picture, and refreshes the cached pages that show it. */
export async function addWork(
  shop: Shop,
  {
    artist,
    amount = 12_000,
    currency = 'EUR',
    status = 'LISTED',
    ratio,
  }: {
    artist?: Account;
    amount?: number;
    currency?: string;
    status?: 'LISTED' | 'DRAFT';
    /** Width divided by height of its picture, which is then stored in all widths. */
    ratio?: number;
  } = {},
): Promise<Work> {
  const owner = artist ?? (await addAccount(shop));
  const slug = uniqueName('work');
  const work = { id: randomUUID(), slug, title: `Study ${slug}`, artist: owner };
  await shop.database.query(
    `INSERT INTO posts (id, slug, artist_id, title, description, price_amount, price_currency, status, listed_at)
     VALUES ($1, $2, $3, $4, 'A study.', $5, $6, $7::post_status, now())`,
    [work.id, slug, owner.id, work.title, amount, currency, status],
  );
  const { key, width, height, widths } = await addPictureFile(
    shop,
    count,
    ratio === undefined ? undefined : [2560, Math.round(2560 / ratio)],
  );
  await shop.database.query(
    `INSERT INTO post_images (id, owner_id, post_id, alt, key, width, height, widths, placeholder)
     VALUES ($1, $2, $3, 'Stripes in one colour', $4, $5, $6, $7, 'data:,')`,
    [randomUUID(), owner.id, work.id, key, width, height, widths],
  );
  await refreshPages(shop, ['gallery', `post:${slug}`, `artist:${owner.username}`]);
  return work;
}

/** Adds a published collection. @returns its slug */
export async function addCollection(shop: Shop, works: readonly Work[], title = 'Quiet Sundays'): Promise<string> {
  const [id, slug] = [randomUUID(), uniqueName('collection')];
  await shop.database.query(
    `INSERT INTO collections (id, slug, title, text, is_published) VALUES ($1, $2, $3, 'For slow days.', true)`,
    [id, slug, title],
  );
  for (const [position, work] of works.entries())
    await shop.database.query('INSERT INTO collection_posts (collection_id, post_id, position) VALUES ($1, $2, $3)', [
      id,
      work.id,
      position,
    ]);
  await refreshPages(shop, ['collections']);
  return slug;
}

/** Stores a picture in all its widths. @returns the columns of its row in post_images. */
export async function addPictureFile(shop: Pick<Shop, 'dataDir'>, seed: number, [width, height] = [320, 240]) {
  const widths = pictureWidths(width, height);
  const background = { r: (seed * 67) % 256, g: (seed * 131) % 256, b: 120 };
  const picture = await sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();
  const key = createHash('sha256').update(picture).update(String(seed)).digest('hex');
  const folder = path.join(shop.dataDir, 'media', 'public', key.slice(0, 2));
  mkdirSync(folder, { recursive: true });
  for (const step of widths) {
    const bytes = await sharp(picture).resize({ width: step }).webp({ effort: 0 }).toBuffer();
    writeFileSync(path.join(folder, `${key}-${step}.webp`), bytes);
  }
  return { key, width, height, widths };
}

/** Refreshes the cached pages with these tags, as a command of the shop does after a change. */
export async function refreshPages(shop: Pick<Shop, 'redisUrl'>, tags: string[]): Promise<void> {
  const redis = new Redis(shop.redisUrl);
  await redis.publish('live', JSON.stringify({ tags, post: null, orderId: null }));
  redis.disconnect();
}

export type Mail = {
  id: string;
  from: string;
  to: string;
  replyTo: string;
  subject: string;
  text: string;
  html: string;
};

/** The mails that the development mail server has received for an email address. */
export async function mailsTo(shop: Shop, address: string): Promise<Mail[]> {
  const response = await fetch(`${shop.mailUrl}/api/messages`);
  const messages = (await response.json()) as Mail[];
  return messages.filter(({ to }) => JSON.stringify(to).includes(address));
}

/** The path of the newest link for a purpose in the mails to this address, once the worker has sent it. */
export async function linkTo(shop: Shop, address: string, purpose: TokenPurpose): Promise<string> {
  return eventually(async () => {
    const link = new RegExp(`/links/${purpose}\\?token=[\\w-]+`);
    const found = (await mailsTo(shop, address)).map(({ text }) => link.exec(text)?.[0]).find(Boolean);
    if (!found) throw new Error(`no link for ${purpose} was sent to ${address}`);
    return found;
  });
}

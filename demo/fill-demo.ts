import { randomBytes, randomUUID } from 'node:crypto';
import os from 'node:os';
import type { Client } from 'pg';
import { hashPassword } from '#lib/accounts/password.ts';
import { FIRST_CROP } from '#lib/domain/pictures/portrait.ts';
import { dayOf } from '#lib/domain/visits/visitor-days.ts';
import type { StoredPicture } from '#lib/media/store-picture.ts';
import { DEMO_ARTISTS } from './artists.ts';
import { type DemoSignIn, prepareSignIns } from './demo-passwords.ts';
import { type DemoUser, demoUsers } from './demo-users.ts';
import { drawPictures } from './draw-pictures.ts';
import { drawPortrait } from './draw-portrait.ts';
import { inParallel } from './in-parallel.ts';
import { type PlannedWork, planGallery, userIdOf } from './plan-gallery.ts';
import { digest, stableUuid } from './stable-id.ts';

type Picture = StoredPicture & { alt: string };

export type FillDemoOptions = {
  /** Connected; an advisory lock of its session prevents two runs at the same time. */
  client: Client;
  store: (bytes: Buffer, options: typeof STORE_OPTIONS) => Promise<StoredPicture>;
  storePortrait: (bytes: Buffer, names: { key: string; master: string }) => Promise<{ width: number; height: number }>;
  dataDir: string;
  now: Date;
  onProgress: (worksDone: number, worksTotal: number) => void;
};

// One picture is drawn while two are decoded, which uses two cores fully.
const CONCURRENCY = 3;

/** An upload is decoded at a lower priority than pages; here the caller waits for it, on a busy machine for minutes. */
const STORE_OPTIONS = { limits: { priority: os.getPriority() } };

/**
 * Fills the shop with the demo gallery; the sign-ins are in `<dataDir>/demo.json`. The rows are inserted in one
 * transaction, after all pictures are stored.
 * @returns the number of works, or null if the demo gallery exists already.
 */
export async function fillDemo({
  client,
  store,
  storePortrait,
  dataDir,
  now,
  onProgress,
}: FillDemoOptions): Promise<number | null> {
  await client.query("SELECT pg_advisory_lock(hashtext('makeyourspace demo'))");
  const users = demoUsers();
  const known = await client.query('SELECT 1 FROM users WHERE id = ANY($1::uuid[]) LIMIT 1', [
    users.map(({ id }) => id),
  ]);
  if (known.rowCount !== 0) return null;
  const plans = planGallery(now);
  let done = 0;
  const pictures = await inParallel(plans, CONCURRENCY, async ({ artist, work }) => {
    const stored: Picture[] = [];
    for (const { bytes, alt } of await drawPictures(artist, work))
      stored.push({ ...(await store(bytes, STORE_OPTIONS)), alt });
    onProgress(++done, plans.length);
    return stored;
  });
  const portraits = await storePortraits(storePortrait);
  const signIns = await prepareSignIns(dataDir);
  await client.query('BEGIN');
  try {
    await insertUsers(client, users, signIns, now);
    await insertPortraits(client, portraits);
    for (const [index, plan] of plans.entries()) {
      await insertPost(client, plan);
      await insertVisitors(client, plan, now);
      await insertPictures(client, plan, pictures[index] ?? []);
      if (plan.soldAt) await insertOrder(client, plan, plan.soldAt, index);
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
  return plans.length;
}

async function insertUsers(client: Client, users: DemoUser[], signIns: DemoSignIn[], now: Date) {
  for (const { id, username, email, displayName, bio, place, statement, links, role } of users) {
    const password = signIns.find((account) => account.username === username)?.password;
    await client.query(
      `INSERT INTO users (id, username, email, password_hash, display_name, bio, role, created_at, email_proven_at, is_demo,
         place, statement, links)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, true, $9, $10, $11)`,
      [
        id,
        username,
        email,
        password ? await hashPassword(password) : null,
        displayName,
        bio,
        role,
        new Date(now.getTime() - 60 * 86_400_000),
        place,
        statement,
        links,
      ],
    );
  }
}

type Portrait = { userId: string; key: string; master: string; width: number; height: number };

/** Under names that are the same each time, so that a second run after a failed one leaves nothing behind. */
function storePortraits(store: FillDemoOptions['storePortrait']): Promise<Portrait[]> {
  return inParallel(DEMO_ARTISTS, CONCURRENCY, async ({ username, portrait }) => {
    const names = {
      key: digest(`demo portrait ${username}`).toString('hex'),
      master: digest(`demo portrait of ${username}, whole`).toString('hex'),
    };
    return { userId: userIdOf(username), ...names, ...(await store(await drawPortrait(username, portrait), names)) };
  });
}

async function insertPortraits(client: Client, portraits: Portrait[]) {
  const { x, y, size } = FIRST_CROP;
  for (const { userId, key, master, width, height } of portraits) {
    await client.query(
      `INSERT INTO portraits (key, user_id, master, width, height, crop_x, crop_y, crop_size, unused_since)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL)`,
      [key, userId, master, width, height, x, y, size],
    );
    await client.query('UPDATE users SET portrait_key = $1 WHERE id = $2', [key, userId]);
  }
}

async function insertPost(client: Client, plan: PlannedWork) {
  const { title, description, medium, year, dimensions, tags } = plan.work;
  await client.query(
    `INSERT INTO posts (id, slug, artist_id, title, description, content, price_amount, price_currency, tags, medium, year,
       dimensions, status, listed_at, sold_at, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16)`,
    [
      plan.id,
      plan.slug,
      userIdOf(plan.artist.username),
      title,
      description,
      plan.content,
      plan.priceAmount,
      plan.artist.currency,
      tags,
      medium,
      year,
      dimensions,
      plan.status,
      plan.listedAt,
      plan.soldAt,
      plan.createdAt,
    ],
  );
}

/** The worker computes the week's sum when it starts. */
async function insertVisitors(client: Client, { id, visitors }: PlannedWork, now: Date) {
  await client.query(
    `INSERT INTO post_views (post_id, day, visitors)
     SELECT $1, day, visitors FROM jsonb_to_recordset($2::jsonb) AS row (day date, visitors integer)`,
    [id, JSON.stringify(visitors)],
  );
  await client.query(
    `UPDATE posts SET week_changes_on = $2,
       visitors = (SELECT COALESCE(sum(visitors), 0) FROM post_views WHERE post_id = id)
     WHERE id = $1`,
    [id, dayOf(now)],
  );
}

async function insertPictures(client: Client, plan: PlannedWork, pictures: Picture[]) {
  for (const [position, picture] of pictures.entries()) {
    const { key, width, height, widths, avif, placeholder, colours, alt } = picture;
    await client.query(
      `INSERT INTO post_images (id, owner_id, post_id, position, alt, key, width, height, widths, avif, placeholder, colours,
         created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        stableUuid(`demo picture ${plan.id} ${position}`),
        userIdOf(plan.artist.username),
        plan.id,
        position,
        alt,
        key,
        width,
        height,
        widths,
        avif,
        placeholder,
        colours,
        plan.createdAt,
      ],
    );
  }
}

const GUESTS = [
  { name: 'Amara Osei', email: 'amara@example.org', country: 'GB' },
  { name: 'Jonas Wiebe', email: 'jonas@example.org', country: 'DE' },
  { name: 'Priya Raman', email: 'priya@example.org', country: 'US' },
  { name: 'Lucía Ferrer', email: 'lucia@example.org', country: 'ES' },
];

/** Every third sale belongs to the demo buyer, so that their list of purchases is not empty; guests made the others. */
async function insertOrder(client: Client, plan: PlannedWork, soldAt: Date, index: number) {
  const guest = index % 3 === 0 ? null : GUESTS[index % GUESTS.length];
  const startedAt = new Date(soldAt.getTime() - 4 * 60_000);
  await client.query(
    `INSERT INTO orders (id, post_id, status, buyer_id, buyer_token, buyer_email, buyer_name, buyer_country, amount, currency,
       price_amount, price_currency, held_until, paid_at, created_at, updated_at)
     VALUES ($1, $2, 'PAID', $3, $4, $5, $6, $7, $8, $9, $8, $9, $10, $11, $12, $11)`,
    [
      randomUUID(),
      plan.id,
      guest ? null : userIdOf('buyer'),
      randomBytes(24).toString('base64url'),
      guest?.email ?? 'buyer@example.org',
      guest?.name ?? 'Noor de Wit',
      guest?.country ?? 'NL',
      plan.priceAmount,
      plan.artist.currency,
      new Date(startedAt.getTime() + 31 * 60_000),
      soldAt,
      startedAt,
    ],
  );
}

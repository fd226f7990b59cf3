import { randomUUID } from 'node:crypto';
import { db } from '#lib/db.ts';
import type { Money } from '#lib/domain/money/money.ts';
import type { OrderStatus } from '#lib/domain/sale/sale.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { Buyer } from '#lib/orders/checkout/place-hold.ts';
import type { ModelStripe } from './model-stripe.ts';
import { observe, type Seen } from './observe.ts';

export type Work = { id: string; slug: string; pictureId: string };
export type Shopper = Buyer & { name: string; email: string };

/** What a run begins with. Without webhooks no event ever comes by itself. */
export type Beginning = { works: number; buyers: number; webhooks: boolean };

/** Minor units; one work in each kind of currency. */
const PRICES: Money[] = [
  { amount: 12_000, currency: 'EUR' },
  { amount: 5_000, currency: 'JPY' },
  { amount: 12_340, currency: 'KWD' },
];
const NAMES = ['Ada', 'Bo', 'Cleo', 'Dan'];

/** The people and works of one run, what the database said last, and what has happened so far. */
export class World {
  readonly works: Work[];
  readonly buyers: Shopper[];
  readonly artist: Viewer;
  readonly stripe: ModelStripe;
  readonly webhooks: boolean;
  readonly history: string[] = [];
  /** The commands that were done. */
  readonly done: { blame(): void }[] = [];
  /** In which states its orders have been seen. */
  readonly reached = new Set<OrderStatus>();
  /** Which day's rates are in use: see buying-steps.ts. */
  ratesOfDay = 0;
  seen: Seen = { works: [], orders: [], entries: [], events: [] };

  constructor(stripe: ModelStripe, { works, buyers, webhooks }: Beginning) {
    this.stripe = stripe;
    this.webhooks = webhooks;
    this.artist = account('artist');
    this.works = PRICES.slice(0, works).map(() => ({ id: randomUUID(), slug: randomUUID(), pictureId: randomUUID() }));
    this.buyers = NAMES.slice(0, buyers).map((name, index) => {
      // Every second one has an account.
      const viewer = index % 2 === 0 ? account(name) : null;
      const email = viewer?.email ?? `${randomUUID()}@example.org`;
      return { name, email, viewer, token: randomUUID(), address: randomUUID() };
    });
  }

  /** Writes its people and works down, in one statement. */
  async create(): Promise<void> {
    const people = [this.artist, ...this.buyers.flatMap(({ viewer }) => viewer ?? [])];
    const works = this.works.map((work, index) => ({ ...work, ...PRICES[index] }));
    await db().$executeRaw`
      WITH people AS (
        INSERT INTO users (id, username, email, display_name)
        SELECT id, username, email, username FROM json_to_recordset(${JSON.stringify(people)}::json)
          AS person(id uuid, username text, email text)
      ), works AS (
        SELECT * FROM json_to_recordset(${JSON.stringify(works)}::json)
          AS work(id uuid, slug text, "pictureId" uuid, amount bigint, currency text)
      ), made AS (
        INSERT INTO posts (id, slug, artist_id, title, price_amount, price_currency, status, listed_at)
        SELECT id, slug, ${this.artist.id}::uuid, 'A study', amount, currency, 'LISTED', now() FROM works
      )
      INSERT INTO post_images (id, owner_id, post_id, key, width, height, widths, placeholder)
      SELECT "pictureId", ${this.artist.id}::uuid, id, md5(id::text) || md5(id::text), 400, 300, '{320,400}', 'data:,' FROM works`;
    await this.look();
  }

  /** Reads how the database stands now. */
  async look(): Promise<void> {
    this.seen = await observe(
      this.works.map(({ id }) => id),
      this.stripe.standIn.store.list('event').map(({ id }) => id),
    );
    for (const { status } of this.seen.orders) this.reached.add(status);
  }

  /** Takes what is left of this run, also of one that failed, out of the reconciler's sight. */
  async leave(): Promise<void> {
    await db().$executeRaw`
      WITH marks AS (DELETE FROM reconciler_marks)
      UPDATE orders SET status = 'FAILED', refund_requested_at = NULL
      WHERE post_id = ANY(${this.works.map(({ id }) => id)}::uuid[])`;
  }

  /** “order 2” for the second one that was made in this run. */
  nameOf(orderId: string | null | undefined): string {
    const index = this.seen.orders.findIndex(({ id }) => id === orderId);
    return index < 0 ? 'an order that is not known yet' : `order ${index + 1}`;
  }
}

function account(name: string): Viewer {
  const id = randomUUID();
  return { id, username: id, displayName: name, email: `${id}@example.org`, role: 'MEMBER' };
}

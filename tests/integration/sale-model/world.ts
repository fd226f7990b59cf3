/** The accounts, works and state of one run. */

import { randomUUID } from 'node:crypto';
import { db } from '#lib/db.ts';
import type { Money } from '#lib/domain/money/money.ts';
import type { OrderStatus } from '#lib/domain/sale/sale.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { Buyer } from '#lib/orders/checkout/place-hold.ts';
import type { ModelStripe } from './model-stripe.ts';
import { type Observed, observe } from './observe.ts';

export type Work = { id: string; slug: string; pictureId: string };
export type Shopper = Buyer & { name: string; email: string };

/** The initial state of a run. Without webhooks no event is ever delivered. */
export type InitialState = { works: number; buyers: number; webhooks: boolean };

/** In minor units; one work in each kind of currency. */
const PRICES: Money[] = [
  { amount: 12_000, currency: 'EUR' },
  { amount: 5_000, currency: 'JPY' },
  { amount: 12_340, currency: 'KWD' },
];
const NAMES = ['Ada', 'Bo', 'Cleo', 'Dan'];

/** The accounts and works of one run, the last observed database state, and the history of the run. */
export class World {
  readonly works: Work[];
  readonly buyers: Shopper[];
  readonly artist: Viewer;
  readonly stripe: ModelStripe;
  readonly webhooks: boolean;
  readonly history: string[] = [];
  /** The commands that ran. */
  readonly commands: { markFailed(): void }[] = [];
  /** The statuses in which its orders have been observed. */
  readonly reached = new Set<OrderStatus>();
  /** The day of the current rates: see buying-steps.ts. */
  ratesDay = 0;
  observed: Observed = { works: [], orders: [], entries: [], events: [] };

  constructor(stripe: ModelStripe, { works, buyers, webhooks }: InitialState) {
    this.stripe = stripe;
    this.webhooks = webhooks;
    this.artist = account('artist');
    this.works = PRICES.slice(0, works).map(() => ({ id: randomUUID(), slug: randomUUID(), pictureId: randomUUID() }));
    // Without an address: another test file is about the limits on holds.
    this.buyers = NAMES.slice(0, buyers).map((name, index) => {
      // Every second buyer has an account.
      const viewer = index % 2 === 0 ? account(name) : null;
      const email = viewer?.email ?? `${randomUUID()}@example.org`;
      return { name, email, viewer, token: randomUUID(), address: null };
    });
  }

  /** Inserts its accounts, then its works: a trigger looks at their artist. */
  async create(): Promise<void> {
    const people = [this.artist, ...this.buyers.flatMap(({ viewer }) => viewer ?? [])];
    const works = this.works.map((work, index) => ({ ...work, ...PRICES[index] }));
    await db().$executeRaw`
      INSERT INTO users (id, username, email, display_name, email_proven_at)
      SELECT id, username, email, username, now() FROM json_to_recordset(${JSON.stringify(people)}::json)
        AS person(id uuid, username text, email text)`;
    await db().$executeRaw`
      WITH works AS (
        SELECT * FROM json_to_recordset(${JSON.stringify(works)}::json)
          AS work(id uuid, slug text, "pictureId" uuid, amount bigint, currency text)
      ), inserted AS (
        INSERT INTO posts (id, slug, artist_id, title, price_amount, price_currency, status, listed_at)
        SELECT id, slug, ${this.artist.id}::uuid, 'A study', amount, currency, 'LISTED', now() FROM works
      )
      INSERT INTO post_images (id, owner_id, post_id, key, width, height, widths, placeholder)
      SELECT "pictureId", ${this.artist.id}::uuid, id, md5(id::text) || md5(id::text), 400, 300, '{320,400}', 'data:,' FROM works`;
    await this.refresh();
  }

  /** Reads the current state of the database. */
  async refresh(): Promise<void> {
    this.observed = await observe(
      this.works.map(({ id }) => id),
      this.stripe.emulator.store.list('event').map(({ id }) => id),
    );
    for (const { status } of this.observed.orders) this.reached.add(status);
  }

  /** Hides the orders of this run from later reconciliations, also after a failure. */
  async cleanUp(): Promise<void> {
    await db().$executeRaw`
      WITH marks AS (DELETE FROM reconciler_marks)
      UPDATE orders SET status = 'FAILED', refund_requested_at = NULL
      WHERE post_id = ANY(${this.works.map(({ id }) => id)}::uuid[])`;
  }

  /** For example “order 2” for the second order of this run. */
  nameOf(orderId: string | null | undefined): string {
    const index = this.observed.orders.findIndex(({ id }) => id === orderId);
    return index < 0 ? 'an order that is not known yet' : `order ${index + 1}`;
  }
}

function account(name: string): Viewer {
  const id = randomUUID();
  const state = { isEmailProven: true, hasSecondFactor: false, role: 'MEMBER' } as const;
  return { id, username: id, displayName: name, email: `${id}@example.org`, ...state };
}

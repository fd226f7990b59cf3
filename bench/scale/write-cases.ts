import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { unconvertedQuote } from '#lib/domain/exchange/quote.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { placeHold } from '#lib/orders/checkout/place-hold.ts';
import { processFact } from '#lib/orders/settlement/process-fact.ts';
import { createPost } from '#lib/posts/create-post.ts';
import { publishPost } from '#lib/posts/publish-post.ts';
import { updatePost } from '#lib/posts/update-post.ts';
import type { PostInput } from '#lib/schemas/posts.ts';
import { oneOf } from './random.ts';
import type { Samples } from './samples.ts';
import { type ScaleCase, write } from './scale-case.ts';

type ForSale = Omit<PostInput, 'price' | 'pictures'> & {
  id: string;
  viewer: Viewer;
  amount: number;
  currency: string;
  pictures: { id: string; alt: string }[];
};

/** The commands of artists and buyers, each with a durable commit. */
export function writeCases(client: pg.Client, { works }: Samples): ScaleCase[] {
  const unsold = (random: () => number) => pickForSale(client, random);
  return [
    write('post: a draft', async (random) => {
      const { viewer, input } = newWork(await unsold(random));
      const picture = await uploaded(client, viewer);
      return () => createPost(viewer, { ...input, pictures: [picture] }, { publish: false });
    }),
    write('post: publishing it', async (random) => {
      const { viewer, input } = newWork(await unsold(random));
      const pictures = [await uploaded(client, viewer)];
      const { id } = await createPost(viewer, { ...input, pictures }, { publish: false });
      return () => publishPost(viewer, id);
    }),
    write('edit', async (random) => {
      const { id, viewer, input } = newWork(await unsold(random));
      const other = oneOf(works, random);
      return () => updatePost(viewer, id, { ...input, title: `${input.title} ${other.title}`.slice(0, 120) });
    }),
    write('sale: the hold', async (random) => {
      const work = await unsold(random);
      return () => hold(work);
    }),
    write('sale: the payment', async (random) => {
      const { id, amount, currency, viewer } = await unsold(random);
      const orderId = await hold({ id, amount, currency });
      const payment = `pi_${randomUUID()}`;
      const sale = { kind: 'sale', event: 'paid', orderId, sessionId: null, paymentIntentId: payment } as const;
      const buyer = { email: viewer.email, name: 'A buyer', country: 'IE' };
      return async () => {
        const { outcome, detail } = await processFact({ ...sale, charged: { amount, currency }, buyer }, new Date());
        if (outcome !== 'applied') throw new Error(`the payment was ${outcome}: ${detail}`);
      };
    }),
  ];
}

async function hold({ id, amount, currency }: Pick<ForSale, 'id' | 'amount' | 'currency'>): Promise<string> {
  const buyer = randomUUID();
  const orderId = await placeHold(
    { viewer: null, token: buyer, address: buyer },
    id,
    unconvertedQuote({ amount, currency }),
  );
  if (!orderId) throw new Error('the hold failed');
  return orderId;
}

/** A work that is for sale and not held: the first with an id after a random one. */
async function pickForSale(client: pg.Client, random: () => number): Promise<ForSale> {
  const start = `${Math.floor(random() * 2 ** 32)
    .toString(16)
    .padStart(8, '0')}-0000-0000-0000-000000000000`;
  const { rows } = await client.query<ForSale>(
    `SELECT posts.id, title, description, content, tags, medium, year, dimensions, price_amount::float8 AS amount,
       price_currency AS currency, json_build_array(json_build_object('id', image.id, 'alt', alt)) AS pictures,
       json_build_object('id', users.id, 'username', username, 'displayName', display_name, 'email', email, 'role', role) AS viewer
     FROM posts JOIN users ON users.id = artist_id JOIN post_images AS image ON image.post_id = posts.id
     WHERE posts.id > $1 AND status = 'LISTED' AND held_until IS NULL AND hidden_at IS NULL
     ORDER BY posts.id LIMIT 1`,
    [start],
  );
  if (!rows[0]) throw new Error(`no work is for sale after ${start}`);
  return rows[0];
}

/** The input for another work of the same artist, with the same texts. */
function newWork({ id, viewer, amount, currency, ...input }: ForSale): {
  id: string;
  viewer: Viewer;
  input: PostInput;
} {
  return { id, viewer, input: { ...input, price: { amount: amount + 100, currency } } };
}

async function uploaded(client: pg.Client, viewer: Viewer): Promise<{ id: string; alt: string }> {
  const id = randomUUID();
  await client.query(
    `INSERT INTO post_images (id, owner_id, key, width, height, widths, placeholder)
     VALUES ($1, $2, $3, 2400, 1800, '{320,640,960,1600,2400}', 'data:,')`,
    [id, viewer.id, randomUUID().replaceAll('-', '').repeat(2)],
  );
  return { id, alt: 'A picture of the work' };
}

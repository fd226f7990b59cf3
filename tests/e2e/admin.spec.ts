import { AxeBuilder } from '@axe-core/playwright';
import { Redis } from 'ioredis';
import type { Page } from 'playwright/test';
import type { Shop } from '../support/shop/shop.ts';
import { addPerson, addWork, uniqueName, type Work } from '../support/shop/shop-data.ts';
import { beginToBuy, expect, pay, test } from './fixtures.ts';

/** Longer than five tries with a second between them. */
const PUT_ASIDE = { timeout: 30_000 };

const addAdmin = (shop: Shop) => addPerson(shop, { role: 'ADMIN' });

/** Puts an entry on the stream as the webhook's route does. */
async function enqueue(shop: Shop, id: string, body: string): Promise<void> {
  const redis = new Redis(shop.redisUrl);
  await redis.xadd('stripe:events', '*', 'id', id, 'type', 'checkout.session.completed', 'event', body);
  redis.disconnect();
}

/** An event that is no JSON, once it has failed five times. */
async function addPoison(shop: Shop): Promise<string> {
  const id = uniqueName('evt_torn').replaceAll('-', '');
  await enqueue(shop, id, `{"id":"${id}",`);
  await expect(async () => expect(await outcomeOf(shop, id)).toBe('failed')).toPass(PUT_ASIDE);
  return id;
}

async function outcomeOf(shop: Shop, id: string): Promise<string | undefined> {
  const { rows } = await shop.database.query('SELECT outcome FROM stripe_events WHERE id = $1', [id]);
  return rows[0]?.outcome;
}

async function orderOf(shop: Shop, work: Work): Promise<{ id: string; status: string; flag: string | null }> {
  const { rows } = await shop.database.query('SELECT id, status, flag FROM orders WHERE post_id = $1', [work.id]);
  return rows[0];
}

/** Lets every change of this order fail, as a database that is out of order would. @returns what mends it */
async function breakOrder(shop: Shop, orderId: string): Promise<() => Promise<void>> {
  const name = `broken_${orderId.replaceAll('-', '')}`;
  await shop.database.query(`
    CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$;
    CREATE TRIGGER ${name} BEFORE UPDATE ON orders FOR EACH ROW WHEN (NEW.id = '${orderId}') EXECUTE FUNCTION ${name}()`);
  return async () => {
    await shop.database.query(`DROP TRIGGER ${name} ON orders; DROP FUNCTION ${name}()`);
  };
}

/** The row of a list in which something stands. */
const row = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text });

test('a payment that could not be applied is seen, found with its reason, and replayed', async ({
  newSignedIn,
  newVisitor,
  shop,
}) => {
  const work = await addWork(shop);
  const [admin, buyer] = [await newSignedIn(await addAdmin(shop)), await newVisitor()];
  await beginToBuy(buyer, work.slug);
  const { id: orderId } = await orderOf(shop, work);
  const mend = await breakOrder(shop, orderId);
  await pay(buyer);
  await expect(buyer.getByRole('heading', { name: 'Confirming your payment' })).toBeVisible();
  await expect(async () => {
    await admin.goto('/admin/events?outcome=failed');
    await expect(row(admin, 'the disk is full').getByRole('link').first()).toBeVisible({ timeout: 500 });
  }).toPass(PUT_ASIDE);

  await admin.goto('/admin');
  await admin.getByRole('link', { name: 'Events' }).click();
  await admin.getByRole('link', { name: /^Failed \d/ }).click();
  await expect(admin.getByText('It could not be applied, after five tries.')).toBeVisible();
  const { rows } = await shop.database.query(`SELECT id FROM stripe_events WHERE payload @> $1`, [
    JSON.stringify({ data: { object: { metadata: { orderId } } } }),
  ]);
  const [{ id }] = rows;
  await admin.getByRole('heading', { name: id }).getByRole('link').click();
  await expect(admin.getByRole('region', { name: 'What Stripe sent' })).toContainText(orderId);
  await expect(admin.getByText(/^Put aside .* UTC: .*the disk is full.* \(in the log: [0-9a-f]{8}\)$/)).toBeVisible();

  // While the reason is there, it fails again, and nothing is lost.
  await admin.getByRole('button', { name: 'Replay' }).click();
  await expect(admin.getByRole('main').getByRole('alert')).toHaveText(
    /^Replayed, and it failed again: .*the disk is full/,
  );
  await mend();
  await admin.getByRole('button', { name: 'Replay' }).click();
  await expect(admin.getByRole('main').getByRole('status')).toHaveText('Replayed, and now applied: HELD to PAID.');
  await expect(admin.getByRole('link', { name: work.title })).toHaveAttribute('href', `/dashboard/sales/${orderId}`);
  await expect(admin.getByRole('button', { name: 'Replay' })).toBeHidden();
  await expect(admin.getByText('Dead letter')).toBeHidden();
  // The buyer's open page hears of it.
  await expect(buyer.getByRole('heading', { name: 'Order confirmed' })).toBeVisible();
});

test('without JavaScript: replayed with its sentence, then discarded with a reason', async ({ newSignedIn, shop }) => {
  const person = await addAdmin(shop);
  const admin = await newSignedIn(person, { javaScriptEnabled: false });
  const id = await addPoison(shop);
  await admin.goto(`/admin/events/${id}`);
  await admin.getByRole('button', { name: 'Replay' }).click();
  await expect(admin.getByRole('main').getByRole('alert')).toHaveText(/^Replayed, and it failed again: /);
  await admin.getByText('Discard', { exact: true }).click();
  await admin.getByLabel('Why').fill('a torn delivery');
  await admin.getByRole('button', { name: 'Discard this event' }).click();
  await expect(admin.getByRole('main').getByRole('status')).toHaveText(
    'Discarded; its text stays, and it can still be replayed.',
  );
  await expect(admin.getByText(`Discarded by ${person.username}: a torn delivery (before that, failed`)).toBeVisible();
  await expect(admin.getByText('Dead letter')).toBeHidden();
  await expect(admin.getByText(`{"id":"${id}",`)).toBeVisible();
  await admin.goto('/admin/events?outcome=discarded');
  await expect(row(admin, id)).toContainText('Discarded');
});

test('all that failed is replayed at once, with the count', async ({ newSignedIn, shop }) => {
  const admin = await newSignedIn(await addAdmin(shop));
  const id = await addPoison(shop);
  await admin.goto('/admin/events?outcome=failed');
  await admin.getByRole('button', { name: 'Replay all that failed' }).click();
  await expect(admin.getByRole('main').getByRole('status')).toHaveText(
    /^Replayed \d+: \d+ came through, [1-9]\d* failed again\.$/,
  );
  expect(await outcomeOf(shop, id)).toBe('failed');
});

test('a payment of a wrong amount is shown with its reason, and given back', async ({
  newSignedIn,
  newVisitor,
  shop,
}) => {
  const work = await addWork(shop);
  const [admin, buyer] = [await newSignedIn(await addAdmin(shop)), await newVisitor()];
  await beginToBuy(buyer, work.slug);
  await shop.database.query('UPDATE orders SET amount = 99000 WHERE post_id = $1', [work.id]);
  await pay(buyer);
  await expect(async () => expect((await orderOf(shop, work)).flag).not.toBeNull()).toPass();
  await admin.goto('/admin');
  const order = row(admin, work.title);
  await expect(order).toContainText('Stripe reports €120 where the order says €990');
  await expect(order).toContainText('There is a payment, and nothing was sold for it.');
  await order.locator('summary').click();
  await order.getByRole('button', { name: 'Give all of it back' }).click();
  await expect(admin.getByRole('main').getByRole('status')).toHaveText(
    'The money goes back to the buyer, and the work is free again.',
  );
  await expect(order).toBeHidden();
  await buyer.goto(`/posts/${work.slug}`);
  await expect(buyer.getByRole('button', { name: 'Buy this work' })).toBeVisible();
});

test('a paid order that needs a person is refunded, then done', async ({ newSignedIn, newVisitor, shop }) => {
  const work = await addWork(shop);
  const [admin, buyer] = [await newSignedIn(await addAdmin(shop)), await newVisitor()];
  await beginToBuy(buyer, work.slug);
  await pay(buyer);
  await expect(buyer.getByRole('heading', { name: 'Order confirmed' })).toBeVisible();
  await shop.database.query("UPDATE orders SET flag = 'The buyer wrote to us' WHERE post_id = $1", [work.id]);
  await admin.goto('/admin');
  const order = row(admin, work.title);
  await order.locator('summary').click();
  await expect(order).toContainText('€120 goes back to the buyer');
  await order.getByRole('button', { name: 'Give back €120' }).click();
  await expect(admin.getByRole('main').getByRole('status')).toContainText('The refund is asked for.');
  await expect(async () => expect((await orderOf(shop, work)).status).toBe('REFUNDED')).toPass();
  await admin.goto('/admin');
  await expect(order).toContainText('The order is over.');
  await order.getByRole('button', { name: 'Done' }).click();
  await expect(admin.getByRole('main').getByRole('status')).toHaveText('Done. The order needs nobody any more.');
  await expect(order).toBeHidden();
});

test('for everybody else there is no event desk, and its forms do nothing', async ({
  newSignedIn,
  newVisitor,
  shop,
}) => {
  const [admin, member] = [
    await newSignedIn(await addAdmin(shop), { javaScriptEnabled: false }),
    await newSignedIn(await addPerson(shop)),
  ];
  const id = await addPoison(shop);
  for (const path of ['/admin', '/admin/events', `/admin/events/${id}`]) {
    expect((await member.goto(path))?.status(), path).toBe(404);
    await expect(member.getByText('There is nothing here')).toBeVisible();
  }
  // The forms of the admin's page, sent by somebody else.
  await admin.goto(`/admin/events/${id}`);
  const forms = await admin
    .locator('main form')
    .evaluateAll((elements) =>
      elements.map((form) => [...new FormData(form as HTMLFormElement)].map(([name, value]) => [name, String(value)])),
    );
  expect(forms).toHaveLength(2);
  for (const fields of forms) {
    await member.request.post(`/admin/events/${id}`, { multipart: Object.fromEntries(fields) });
    expect(await outcomeOf(shop, id)).toBe('failed');
  }
  const stranger = await newVisitor();
  await stranger.goto('/admin/events');
  await expect(stranger).toHaveURL(/\/sign-in\?next=/);
  expect((await admin.goto('/admin/events/evt_nothing'))?.status()).toBe(404);
});

test('axe finds nothing on the event desk', async ({ newSignedIn, shop }) => {
  const page = await newSignedIn(await addAdmin(shop));
  const work = await addWork(shop);
  const id = await addPoison(shop);
  await beginToBuy(page, work.slug);
  await shop.database.query("UPDATE orders SET flag = 'Look at this' WHERE post_id = $1", [work.id]);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const path of ['/admin', '/admin/events', '/admin/events?outcome=failed', `/admin/events/${id}`]) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      for (const summary of await page.locator('summary').all()) await summary.click();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id: rule, nodes }) => `${path} ${colorScheme}: ${rule} at ${nodes[0]?.target}`)).toEqual(
        [],
      );
    }
  }
});

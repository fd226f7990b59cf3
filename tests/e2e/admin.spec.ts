import { Redis } from 'ioredis';
import type { Page } from 'playwright/test';
import { addManyWorks } from '../support/shop/add-many-works.ts';
import { entryFields } from '../support/shop/open-event-stream.ts';
import { addAccount, addWork, uniqueName, type Work } from '../support/shop/shop-data.ts';
import type { Shop } from '../support/shop/start-shop.ts';
import { expectAccessible } from './axe.ts';
import { expect, goToPayment, pay, test } from './fixtures.ts';

/** Longer than five attempts with a second between them. */
const UNTIL_DEAD_LETTER = { timeout: 30_000 };

const addAdmin = (shop: Shop) => addAccount(shop, { role: 'ADMIN' });

/** Adds an entry to the stream as the webhook's route does. */
async function enqueue(shop: Shop, id: string, body: string): Promise<void> {
  const redis = new Redis(shop.redisUrl);
  await redis.xadd('stripe:events', '*', ...entryFields({ id, type: 'checkout.session.completed' }, body));
  redis.disconnect();
}

/** Adds an event that is not JSON, and waits until it has failed five times. @returns its id */
async function addInvalidEvent(shop: Shop): Promise<string> {
  const id = uniqueName('evt_torn').replaceAll('-', '');
  await enqueue(shop, id, `{"id":"${id}",`);
  await expect(async () => expect(await outcomeOf(shop, id)).toBe('failed')).toPass(UNTIL_DEAD_LETTER);
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

/** Makes every update of this order fail. @returns a function that repairs it */
async function breakOrder(shop: Shop, orderId: string): Promise<() => Promise<void>> {
  const name = `broken_${orderId.replaceAll('-', '')}`;
  await shop.database.query(`
    CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$;
    CREATE TRIGGER ${name} BEFORE UPDATE ON orders FOR EACH ROW WHEN (NEW.id = '${orderId}') EXECUTE FUNCTION ${name}()`);
  return async () => {
    await shop.database.query(`DROP TRIGGER ${name} ON orders; DROP FUNCTION ${name}()`);
  };
}

/** The list item that contains a text. */
const row = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text });

test('a payment that could not be applied is listed with its reason, and replayed', async ({
  newSignedIn,
  newVisitor,
  shop,
}) => {
  const work = await addWork(shop);
  const [admin, buyer] = [await newSignedIn(await addAdmin(shop)), await newVisitor()];
  await goToPayment(buyer, work.slug);
  const { id: orderId } = await orderOf(shop, work);
  const repair = await breakOrder(shop, orderId);
  await pay(buyer);
  await expect(buyer.getByRole('heading', { name: 'Confirming your payment' })).toBeVisible();
  await expect(async () => {
    await admin.goto('/admin/events?outcome=failed');
    await expect(row(admin, 'the disk is full').getByRole('link').first()).toBeVisible({ timeout: 500 });
  }).toPass(UNTIL_DEAD_LETTER);

  await admin.goto('/admin');
  await admin.getByRole('navigation', { name: 'Admin' }).getByRole('link', { name: 'Events' }).click();
  await admin.getByRole('link', { name: /^Failed \d/ }).click();
  await expect(admin.getByText('It could not be applied after five attempts.')).toBeVisible();
  const { rows } = await shop.database.query(`SELECT id FROM stripe_events WHERE payload @> $1`, [
    JSON.stringify({ data: { object: { metadata: { orderId } } } }),
  ]);
  const [{ id }] = rows;
  await admin.getByRole('heading', { name: id }).getByRole('link').click();
  await expect(admin.getByRole('region', { name: 'What Stripe sent' })).toContainText(orderId);
  await expect(admin.getByText(/^Since .* UTC: .*the disk is full.* \(log reference: [0-9a-f]{8}\)$/)).toBeVisible();

  // While the cause remains, a replay fails again, and nothing is lost.
  await admin.getByRole('button', { name: 'Replay' }).click();
  await expect(admin.getByRole('main').getByRole('alert')).toHaveText(
    /^Replayed, and it failed again: .*the disk is full/,
  );
  await repair();
  await admin.getByRole('button', { name: 'Replay' }).click();
  await expect(admin.getByRole('main').getByRole('status')).toHaveText('Replayed, and now applied: HELD to PAID.');
  await expect(admin.getByRole('link', { name: work.title })).toHaveAttribute('href', `/dashboard/sales/${orderId}`);
  await expect(admin.getByRole('button', { name: 'Replay' })).toBeHidden();
  await expect(admin.getByText('Dead letter')).toBeHidden();
  // The buyer's open page is updated.
  await expect(buyer.getByRole('heading', { name: 'Order confirmed' })).toBeVisible();
});

test('without JavaScript: an event is replayed with a result, then discarded with a reason', async ({
  newSignedIn,
  shop,
}) => {
  const person = await addAdmin(shop);
  const admin = await newSignedIn(person, { javaScriptEnabled: false });
  const id = await addInvalidEvent(shop);
  await admin.goto(`/admin/events/${id}`);
  await admin.getByRole('button', { name: 'Replay' }).click();
  await expect(admin.getByRole('main').getByRole('alert')).toHaveText(/^Replayed, and it failed again: /);
  await admin.getByText('Discard', { exact: true }).click();
  await admin.getByLabel('Reason').fill('a torn delivery');
  await admin.getByRole('button', { name: 'Discard this event' }).click();
  await expect(admin.getByRole('main').getByRole('status')).toHaveText(
    'Discarded; its payload is kept, and it can still be replayed.',
  );
  await expect(admin.getByText(`Discarded by ${person.username}: a torn delivery (previously failed`)).toBeVisible();
  await expect(admin.getByText('Dead letter')).toBeHidden();
  await expect(admin.getByText(`{"id":"${id}",`)).toBeVisible();
  await admin.goto('/admin/events?outcome=discarded');
  await expect(row(admin, id)).toContainText('Discarded');
});

test('all failed events are replayed at once, with their count', async ({ newSignedIn, shop }) => {
  const admin = await newSignedIn(await addAdmin(shop));
  const id = await addInvalidEvent(shop);
  await admin.goto('/admin/events?outcome=failed');
  await admin.getByRole('button', { name: 'Replay all failed events' }).click();
  await expect(admin.getByRole('main').getByRole('status')).toHaveText(
    /^Replayed \d+: \d+ succeeded, [1-9]\d* failed again\.$/,
  );
  expect(await outcomeOf(shop, id)).toBe('failed');
});

test('a payment of a wrong amount is flagged with its reason, and refunded', async ({
  newSignedIn,
  newVisitor,
  shop,
}) => {
  const work = await addWork(shop);
  const [admin, buyer] = [await newSignedIn(await addAdmin(shop)), await newVisitor()];
  await goToPayment(buyer, work.slug);
  await shop.database.query('UPDATE orders SET amount = 99000 WHERE post_id = $1', [work.id]);
  await pay(buyer);
  await expect(async () => expect((await orderOf(shop, work)).flag).not.toBeNull()).toPass();
  await admin.goto('/admin');
  const order = row(admin, work.title);
  await expect(order).toContainText('Stripe reports €120 where the order says €990');
  await expect(order).toContainText('There is a payment, but nothing was sold for it.');
  await order.locator('summary').click();
  await order.getByRole('button', { name: 'Refund the full amount' }).click();
  await expect(admin.getByRole('main').getByRole('status')).toHaveText(
    'The payment is being refunded, and the work is available again.',
  );
  await expect(order).toBeHidden();
  await buyer.goto(`/posts/${work.slug}`);
  await expect(buyer.getByRole('button', { name: 'Buy this work' })).toBeVisible();
});

test('a flagged paid order is refunded, then marked as done', async ({ newSignedIn, newVisitor, shop }) => {
  const work = await addWork(shop);
  const [admin, buyer] = [await newSignedIn(await addAdmin(shop)), await newVisitor()];
  await goToPayment(buyer, work.slug);
  await pay(buyer);
  await expect(buyer.getByRole('heading', { name: 'Order confirmed' })).toBeVisible();
  await shop.database.query("UPDATE orders SET flag = 'The buyer wrote to us' WHERE post_id = $1", [work.id]);
  await admin.goto('/admin');
  const order = row(admin, work.title);
  await order.locator('summary').click();
  await expect(order).toContainText('€120 is refunded to the buyer');
  await order.getByRole('button', { name: 'Refund €120' }).click();
  await expect(admin.getByRole('main').getByRole('status')).toContainText('The refund was requested.');
  await expect(async () => expect((await orderOf(shop, work)).status).toBe('REFUNDED')).toPass();
  await admin.goto('/admin');
  await expect(order).toContainText('The order is closed.');
  await order.getByRole('button', { name: 'Done' }).click();
  await expect(admin.getByRole('main').getByRole('status')).toHaveText('Done. The order no longer needs attention.');
  await expect(order).toBeHidden();
});

test('only admins can open the webhook log, and its forms work for nobody else', async ({
  newSignedIn,
  newVisitor,
  shop,
}) => {
  const [admin, member] = [
    await newSignedIn(await addAdmin(shop), { javaScriptEnabled: false }),
    await newSignedIn(await addAccount(shop)),
  ];
  const id = await addInvalidEvent(shop);
  for (const path of ['/admin', '/admin/orders', '/admin/system', '/admin/events', `/admin/events/${id}`]) {
    expect((await member.goto(path))?.status(), path).toBe(404);
    await expect(member.getByText('There is nothing here')).toBeVisible();
  }
  // Somebody else submits the forms of the admin's page.
  await admin.goto(`/admin/events/${id}`);
  const forms = await admin
    .locator('main form:has([name="eventId"])')
    .evaluateAll((elements) =>
      elements.map((form) => [...new FormData(form as HTMLFormElement)].map(([name, value]) => [name, String(value)])),
    );
  expect(forms).toHaveLength(2);
  for (const fields of forms) {
    await member.request.post(`/admin/events/${id}`, {
      headers: { origin: shop.url },
      multipart: Object.fromEntries(fields),
    });
    expect(await outcomeOf(shop, id)).toBe('failed');
  }
  const stranger = await newVisitor();
  await stranger.goto('/admin/events');
  await expect(stranger).toHaveURL(/\/sign-in\?next=/);
  expect((await admin.goto('/admin/events/evt_nothing'))?.status()).toBe(404);
});

test('axe finds no violations in the webhook log', async ({ newSignedIn, shop }) => {
  const page = await newSignedIn(await addAdmin(shop));
  const work = await addWork(shop);
  const id = await addInvalidEvent(shop);
  await goToPayment(page, work.slug);
  await shop.database.query("UPDATE orders SET flag = 'Look at this' WHERE post_id = $1", [work.id]);
  for (const path of ['/admin', '/admin/events', '/admin/events?outcome=failed', `/admin/events/${id}`]) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    for (const summary of await page.locator('summary').all()) await summary.click();
    await expectAccessible(page);
  }
});

test('the overview says when many works are reserved, and from which network', async ({ newSignedIn, shop }) => {
  const works = await addManyWorks(shop, 12);
  const admin = await newSignedIn(await addAdmin(shop));
  const warning = admin.getByText('Many works are reserved at the same time');
  const network = `/48 ${'n'.repeat(22)}`;
  await admin.goto('/admin');
  await expect(admin.getByText('Reserved works')).toBeVisible();
  await expect(warning).toHaveCount(0);
  await shop.database.query(
    `INSERT INTO orders (id, post_id, buyer_token, buyer_networks, session_id, checkout_url, amount, currency,
       price_amount, price_currency, held_until)
     SELECT gen_random_uuid(), id, 'many', ARRAY[$1], 'cs_many_' || slug, 'http://localhost/', 1200, 'EUR', 1200, 'EUR',
       now() + interval '31 minutes'
     FROM posts WHERE status = 'LISTED' AND held_until IS NULL`,
    [network],
  );
  await admin.goto('/admin');
  await expect(warning).toContainText(/from a \/48 network nnnnnnnn \(\d+\)/);
  await shop.database.query("DELETE FROM orders WHERE buyer_token = 'many'");
  await works.remove();
});

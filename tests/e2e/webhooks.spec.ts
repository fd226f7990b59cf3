import type { Page } from 'playwright/test';
import { addAccount, addWork } from '../support/shop/shop-data.ts';
import { type Receiver, startReceiver, status, verified } from '../support/webhooks/start-receiver.ts';
import { axe } from './axe.ts';
import { expect, goToPayment, pay, test as shopTest } from './fixtures.ts';

const test = shopTest.extend<{ program: Receiver }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the needed fixtures from this pattern
  program: async ({}, use) => {
    const program = await startReceiver();
    await use(program);
    await program.close();
  },
});

const PAGE = '/dashboard/settings/webhooks';

/** Adds an endpoint on its page. @returns its signing secret, as the next page shows it. */
async function addEndpoint(page: Page, path: string, url: string, ...events: string[]): Promise<string> {
  await page.goto(path);
  await page.getByLabel('URL').fill(url);
  for (const event of events) await page.getByRole('checkbox', { name: event }).check();
  await page.getByRole('button', { name: 'Add this endpoint' }).click();
  await expect(page.getByRole('heading', { name: 'Signing secret' })).toBeVisible();
  const secret = await page.getByText(/^whsec_\S+$/).textContent();
  await page.getByRole('link', { name: 'To the endpoint and its deliveries' }).click();
  await expect(page.getByRole('heading', { name: url })).toBeVisible();
  return secret ?? '';
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await axe(page).analyze();
  expect(violations.map(({ id, nodes }) => `${page.url()}: ${id} at ${nodes[0]?.target}`)).toEqual([]);
}

test('an artist’s program is told of a sale, and the log says how it went', async ({
  newSignedIn,
  newVisitor,
  program,
  shop,
}) => {
  const artist = await addAccount(shop);
  const work = await addWork(shop, { artist });
  const page = await newSignedIn(artist);
  await page.goto('/dashboard/settings');
  await page.getByRole('link', { name: 'Tell a program of yours what happens' }).click();
  await page.getByLabel('URL').fill('http://192.168.0.1/hooks');
  await page.getByRole('button', { name: 'Add this endpoint' }).click();
  await expect(page.getByText('Choose at least one event.')).toBeVisible();
  await page.getByRole('checkbox', { name: 'post.sold' }).check();
  await page.getByRole('button', { name: 'Add this endpoint' }).click();
  await expect(page.getByText('private or reserved network address')).toBeVisible();
  await expect(page.getByLabel('URL')).toHaveValue('http://192.168.0.1/hooks');
  await expect(page.getByRole('checkbox', { name: 'post.sold' })).toBeChecked();
  await expectAccessible(page);

  const secret = await addEndpoint(page, PAGE, program.url, 'order.paid', 'post.sold');
  program.answers.push(status(500));
  const buyer = await newVisitor();
  await goToPayment(buyer, work.slug);
  await pay(buyer);
  await expect(buyer.getByRole('heading', { name: 'Order confirmed' })).toBeVisible();
  // The first attempt fails; the second one comes five seconds later, and the work's other event after it.
  const [first, again, other] = await program.waitFor(3);
  if (!first || !again || !other) throw new Error('nothing has arrived');
  expect(again.id).toBe(first.id);
  expect(verified(secret, again)).toMatchObject({
    type: 'order.paid',
    data: { status: 'paid', post: { id: work.id } },
  });
  expect(verified(secret, other)).toMatchObject({ type: 'post.sold', data: { slug: work.slug, status: 'sold' } });

  await expect(async () => {
    await page.reload();
    await expect(page.getByText('Delivered', { exact: true })).toHaveCount(2, { timeout: 500 });
  }).toPass();
  await expect(page.getByText(/2 attempts, .+ response 204/)).toBeVisible();
  await page.getByText('Payload of order.paid').click();
  await expect(page.getByText('"status": "paid"')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: /Replay post.sold/ }).click();
  await expect(page.getByText('It is on its way once more.')).toBeVisible();
  const [, , , replayed] = await program.waitFor(4);
  expect(replayed?.id).toBe(other.id);
});

test('without JavaScript an endpoint is added, tested, changed, switched off and deleted', async ({
  newSignedIn,
  program,
  shop,
}) => {
  const page = await newSignedIn(await addAccount(shop), { javaScriptEnabled: false });
  const secret = await addEndpoint(page, PAGE, program.url, 'post.sold');
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByText('A test is on its way.')).toBeVisible();
  const [received] = await program.waitFor(1);
  if (!received) throw new Error('nothing has arrived');
  expect(verified(secret, received)).toMatchObject({
    type: 'endpoint.tested',
    data: { endpoint: { url: program.url } },
  });

  await page.getByRole('checkbox', { name: 'order.refunded' }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await page.goto(PAGE);
  await expect(page.getByText('post.sold, order.refunded')).toBeVisible();
  await page.getByRole('link', { name: program.url }).click();
  await page.getByRole('button', { name: 'Switch off' }).click();
  await expect(page.getByText('The endpoint is off.')).toBeVisible();
  await page.getByText('Delete', { exact: true }).click();
  await page.getByRole('button', { name: 'Delete this endpoint' }).click();
  await expect(page.getByText('The endpoint is deleted.')).toBeVisible();
  await expect(page.getByRole('link', { name: program.url })).toHaveCount(0);
});

test('the shop’s endpoints are for admins, and a secret is shown only after a recent proof', async ({
  newSignedIn,
  program,
  shop,
}) => {
  const [admin, member] = [await addAccount(shop, { role: 'ADMIN' }), await addAccount(shop)];
  const page = await newSignedIn(admin);
  await page.goto('/admin');
  await page.getByRole('navigation', { name: 'Admin' }).getByRole('link', { name: 'Webhooks' }).click();
  await page.waitForURL('**/admin/webhooks');
  const secret = await addEndpoint(page, '/admin/webhooks', program.url, 'post.hidden');
  const endpoint = page.url();
  await shop.database.query("UPDATE sessions SET proven_at = now() - interval '16 minutes' WHERE user_id = $1", [
    admin.id,
  ]);
  await page.getByRole('link', { name: 'Signing secret' }).click();
  await expect(page.getByRole('heading', { name: 'Confirm it’s you' })).toBeVisible();
  expect(await page.content()).not.toContain(secret);

  const stranger = await newSignedIn(member);
  for (const path of [
    '/admin/webhooks',
    endpoint,
    `${endpoint}/secret`,
    endpoint.replace('/admin', '/dashboard/settings'),
  ]) {
    const response = await stranger.goto(path);
    expect(response?.status(), path).toBe(404);
  }
});

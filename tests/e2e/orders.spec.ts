import { addAccount, addWork } from '../support/shop/shop-data.ts';
import { expectAccessible } from './axe.ts';
import { expect, goToPayment, pay, test } from './fixtures.ts';

test('an admin finds an order, reads what happened, takes the list and refunds it after a proof', async ({
  newSignedIn,
  newVisitor,
  shop,
}) => {
  const [work, person] = [await addWork(shop), await addAccount(shop, { role: 'ADMIN' })];
  const [admin, buyer] = [await newSignedIn(person), await newVisitor()];
  await goToPayment(buyer, work.slug);
  await pay(buyer);
  await expect(buyer.getByRole('heading', { name: 'Order confirmed' })).toBeVisible();

  await admin.goto('/admin');
  await expect(admin.getByRole('img', { name: /^Sales by day from .*: [1-9]/ })).toBeVisible();
  await expectAccessible(admin);
  await admin.getByRole('navigation', { name: 'Admin' }).getByRole('link', { name: 'Orders' }).click();
  await admin.waitForURL('**/admin/orders');
  await admin.getByLabel('State', { exact: true }).selectOption('Paid');
  await admin.getByText('More filters').click();
  await admin.getByLabel('Artist', { exact: true }).fill(work.artist.username);
  await admin.getByRole('button', { name: 'Show' }).click();
  await admin.waitForURL(/artist=/);
  await expect(admin.getByRole('listitem').filter({ hasText: work.title })).toContainText('Paid');
  await expectAccessible(admin);
  const href = await admin.getByRole('link', { name: 'Download as CSV' }).getAttribute('href');
  const file = await (await admin.request.get(href ?? '')).text();
  expect(file.trim().split('\r\n')).toHaveLength(2);
  expect(file).toContain(work.title);

  await admin.getByRole('link', { name: work.title }).click();
  await admin.waitForURL(/\/admin\/orders\/[0-9a-f-]{36}$/);
  for (const text of ['Checkout began', 'Paid by the buyer', 'checkout.session.completed: applied'])
    await expect(admin.getByText(text)).toBeVisible();
  await admin.setViewportSize({ width: 390, height: 800 });
  await expectAccessible(admin);
  await shop.database.query("UPDATE sessions SET proven_at = now() - interval '1 hour' WHERE user_id = $1", [
    person.id,
  ]);
  const refund = admin.getByRole('button', { name: 'Refund €120' });
  await admin.locator('summary', { hasText: 'Refund' }).click();
  await expect(admin.getByText('This cannot be undone.')).toBeVisible();
  await refund.click();
  await admin.waitForURL('**/confirm?next=**');
  await shop.database.query('UPDATE sessions SET proven_at = now() WHERE user_id = $1', [person.id]);
  await admin.goto(
    `${
      admin
        .url()
        .match(/next=([^&]*)/)
        ?.map(decodeURIComponent)[1]
    }`,
  );
  await expect(admin.getByText('Nothing has been refunded yet')).toBeVisible();
  await admin.locator('summary', { hasText: 'Refund' }).click();
  await refund.click();
  await expect(admin.getByText('The refund was requested.')).toBeVisible();
  await expect(async () => {
    await admin.reload();
    await expect(admin.getByText('Refunded to the buyer')).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(admin.getByText('Refund requested')).toBeVisible();
  await expect(refund).toHaveCount(0);
});

test('axe finds no violations on the system’s page and in the settings', async ({ newSignedIn, shop }) => {
  const page = await newSignedIn(await addAccount(shop, { role: 'ADMIN' }));
  for (const path of ['/admin/system', '/admin/settings']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessible(page);
  }
});

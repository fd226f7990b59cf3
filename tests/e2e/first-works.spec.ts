import { addAccount, addWork, mailsTo, refreshPages } from '../support/shop/shop-data.ts';
import { expectAccessible } from './axe.ts';
import { expect, test } from './fixtures.ts';

// Works of the other tests need nobody's approval.
test.afterEach(async ({ shop }) => {
  await shop.database.query('TRUNCATE shop_settings');
  await refreshPages(shop, ['settings']);
});

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? '' : 'without JavaScript: ';
  test(`${how}a first work waits, is declined with a reason, and is public once approved`, async ({
    newSignedIn,
    newVisitor,
    shop,
  }) => {
    const [artist, moderator] = [await addAccount(shop), await addAccount(shop, { role: 'MODERATOR' })];
    await shop.database.query(`INSERT INTO shop_settings (section, data) VALUES ('works', '{"approveFirst":"on"}')`);
    const work = await addWork(shop, { artist, status: 'DRAFT' });
    // It was never public.
    await shop.database.query('UPDATE posts SET listed_at = NULL WHERE id = $1', [work.id]);
    const [own, page] = [
      await newSignedIn(artist, { javaScriptEnabled }),
      await newSignedIn(moderator, { javaScriptEnabled }),
    ];
    const open = { waitUntil: 'domcontentloaded' } as const;
    const waiting = page.getByRole('listitem').filter({ hasText: work.title });
    // A process knows a setting within a second.
    await expect(async () => {
      await page.goto('/admin/works?waiting=on', open);
      await expect(page.getByText(/setting .* is off/)).toHaveCount(0, { timeout: 100 });
    }).toPass();
    await own.getByRole('button', { name: `Publish ${work.title}` }).click();
    await expect(own.getByText('Waiting for approval')).toBeVisible();
    expect((await own.request.get(`/posts/${work.slug}`)).status()).toBe(404);

    await page.goto('/admin/works?waiting=on', open);
    await expect(waiting).toContainText(artist.username);
    if (javaScriptEnabled) await expectAccessible(page);
    await waiting.locator('summary', { hasText: 'Do not approve' }).click();
    await waiting.getByLabel('Reason').fill('Please show the whole work.');
    await waiting.getByRole('button', { name: 'Make it a draft again' }).click();
    await expect(page.getByText('The work is a draft again.')).toBeVisible();
    await expect(waiting).toHaveCount(0);
    await expect.poll(async () => JSON.stringify(await mailsTo(shop, artist.email))).toContain('show the whole work');

    await own.goto('/dashboard', open);
    await own.getByRole('button', { name: `Publish ${work.title}` }).click();
    await expect(own.getByText('Waiting for approval')).toBeVisible();
    await page.goto('/admin/works?waiting=on', open);
    await waiting.getByRole('button', { name: /^Approve/ }).click();
    await expect(page.getByText('The work is public')).toBeVisible();
    const visitor = await newVisitor();
    await expect(async () => expect((await visitor.request.get(`/posts/${work.slug}`)).status()).toBe(200)).toPass({
      timeout: 2_000,
    });
  });
}

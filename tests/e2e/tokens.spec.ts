import { createRemoteJWKSet, jwtVerify } from 'jose';
import type { Page } from 'playwright/test';
import { eventually } from '../support/eventually.ts';
import { addAccount, mailsTo, PASSWORD } from '../support/shop/shop-data.ts';
import type { Shop } from '../support/shop/start-shop.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { pressConfirmed } from './press-confirmed.ts';

const TOKENS = '/dashboard/settings/tokens';
const WITHOUT_SCRIPT = { javaScriptEnabled: false };

const row = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name }).first();
const send = (shop: Shop, path: string, fields: Record<string, string>) =>
  fetch(`${shop.url}${path}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { 'user-agent': 'curl/8.14.1' },
  });

/** From the settings to the form, which asks again who is there. */
async function openForm(page: Page, shop: Shop, personId: string): Promise<void> {
  await shop.database.query("UPDATE sessions SET proven_at = now() - interval '16 minutes' WHERE user_id = $1", [
    personId,
  ]);
  await page.goto('/dashboard/settings');
  await page.getByRole('link', { name: 'Personal access tokens' }).click();
  await expect(page.getByText('You have no tokens.')).toBeVisible();
  await page.getByRole('link', { name: 'Make a token' }).click();
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.waitForURL(`**${TOKENS}/new`);
}

for (const options of [{}, WITHOUT_SCRIPT])
  test(`a personal access token is made and deleted ${options === WITHOUT_SCRIPT ? 'without JavaScript' : 'in a browser'}`, async ({
    newSignedIn,
    shop,
  }) => {
    const person = await addAccount(shop);
    const page = await newSignedIn(person, options);
    const hasScript = options !== WITHOUT_SCRIPT;
    await openForm(page, shop, person.id);
    const name = page.getByRole('textbox', { name: 'Name' });
    const refunds = page.getByRole('checkbox', { name: 'Refund sales' });
    await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(4);
    await expect(page.getByText('admins only')).toHaveCount(0);
    if (hasScript) expect((await axe(page).analyze()).violations).toEqual([]);

    for (const box of await page.getByRole('checkbox').all()) await box.setChecked(false);
    await page.getByLabel('Ends after').selectOption('30 days');
    await page.getByRole('button', { name: 'Make the token' }).click();
    await expect(page.getByText('Enter a name, such as that of the program.')).toBeVisible();
    await expect(page.getByText('Choose at least one thing that it may do.')).toBeVisible();
    await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(0);
    await expect(page.getByLabel('Ends after')).toHaveValue('30');

    await refunds.setChecked(true);
    await name.fill('Studio');
    await page.getByRole('button', { name: 'Make the token' }).click();
    const token = await page.getByLabel('Your personal access token').inputValue();
    expect(token).toMatch(/^mys_[0-9A-Za-z]{36}$/);
    await expect(page.getByRole('button', { name: 'Copy' })).toHaveCount(hasScript ? 1 : 0);
    if (hasScript) expect((await axe(page).analyze()).violations).toEqual([]);
    await eventually(async () =>
      expect((await mailsTo(shop, person.email)).map(({ text }) => text).join()).toContain('Studio'),
    );

    await page.getByRole('link', { name: 'I have kept it. Continue' }).click();
    await expect(row(page, 'Studio')).toContainText(`mys_…${token.slice(-4)}`);
    await expect(row(page, 'Studio')).toContainText('not used yet');
    expect(await page.content()).not.toContain(token.slice(0, 20));
    if (hasScript) {
      await pressConfirmed(page, 'Delete the token Studio');
      await expect(page.getByText('The token is deleted.')).toBeVisible();
    } else {
      await page.goto('/dashboard/settings');
      await page.getByLabel('Current password').fill(PASSWORD);
      await page.getByLabel('New password').fill('another long sentence');
      await page.getByLabel('Delete my personal access token too').check();
      await page.getByRole('button', { name: 'Change password' }).click();
      await expect(page.getByText('You have been signed out everywhere else.')).toBeVisible();
      await page.goto(TOKENS);
    }
    await expect(page.getByText('You have no tokens.')).toBeVisible();
  });

test('a program signs in, another service checks its token, and its owner signs it out', async ({
  newSignedIn,
  shop,
}) => {
  const person = await addAccount(shop);
  const found = await (await fetch(`${shop.url}/.well-known/oauth-authorization-server`)).json();
  expect(found).toMatchObject({ issuer: shop.url, grant_types_supported: ['password', 'refresh_token'] });
  const sent = { grant_type: 'password', username: person.username, password: PASSWORD };
  const tokens = await (await send(shop, new URL(found.token_endpoint).pathname, sent)).json();

  const list = await fetch(found.jwks_uri);
  expect(Object.fromEntries(list.headers)).toMatchObject({
    ...{ 'access-control-allow-origin': '*', 'cache-control': 'public, max-age=300' },
    'content-type': 'application/jwk-set+json',
  });
  const keys = createRemoteJWKSet(new URL(found.jwks_uri));
  const { payload } = await jwtVerify(tokens.access_token, keys, {
    ...{ issuer: found.issuer, audience: `${shop.url}/api/v1`, algorithms: ['ES256'], typ: 'at+jwt' },
  });
  expect(payload).toMatchObject({ sub: person.id, scope: tokens.scope });
  const byCookie = await fetch(`${shop.url}/api/viewer`, {
    headers: { cookie: `next-auth.session-token=${tokens.access_token}` },
  });
  expect(await byCookie.json()).toEqual({ viewer: null });

  const page = await newSignedIn(person);
  await page.goto('/dashboard/settings/security');
  await page.getByRole('button', { name: 'Sign out API: curl' }).click();
  await expect(page.getByText('That device is signed out.')).toBeVisible();
  const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token };
  const refused = await send(shop, '/api/v1/token', refresh);
  expect([refused.status, (await refused.json()).error]).toEqual([400, 'invalid_grant']);
  expect((await send(shop, '/api/v1/revoke', { token: tokens.access_token })).status).toBe(200);
});

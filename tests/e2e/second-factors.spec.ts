import { encode } from 'next-auth/jwt';
import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright/test';
import { addRecoveryCode } from '../support/shop/second-factor.ts';
import { type Account, addAccount, addWork, PASSWORD, uniqueName } from '../support/shop/shop-data.ts';
import { SHOP_SECRET } from '../support/shop/shop-programs.ts';
import type { Shop } from '../support/shop/start-shop.ts';
import { expectAccessible } from './axe.ts';
import { expect, goToPayment, pay, signIn, test } from './fixtures.ts';
import { pressConfirmed } from './press-confirmed.ts';

const SECURITY = '/dashboard/settings/security';
const PENDING = 'pending-sign-in';
const SESSION = 'next-auth.session-token';
const WITHOUT_SCRIPT = { javaScriptEnabled: false };

const makeOld = (shop: Shop, { id }: Account) =>
  shop.database.query("UPDATE sessions SET proven_at = now() - interval '16 minutes' WHERE user_id = $1", [id]);

type App = {
  /** The code in so many steps of 30 seconds from now. */
  codeIn(steps: number): string;
  /** The present code, once it lasts long enough to be typed. */
  freshCode(): Promise<string>;
  recoveryCodes: string[];
};

const STEP_MS = 30_000;

/** Sets up an authenticator app on its page. */
async function setUpApp(shop: Shop, page: Page): Promise<App> {
  await page.goto(`${SECURITY}/authenticator`);
  await expect(page.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible();
  const secret = await page.getByText(/^[A-Z2-7]{4}( [A-Z2-7]{4}){7}$/).textContent();
  const app = new TOTP({ secret: Secret.fromBase32(secret ?? '') });
  const codeIn = (steps: number) => app.generate({ timestamp: Date.now() + steps * STEP_MS });
  const freshCode = async () => {
    await expect.poll(() => Date.now() % STEP_MS < (STEP_MS * 2) / 3, { timeout: STEP_MS }).toBe(true);
    // As if the last code had been that of another time: half a minute is long for a test.
    await shop.database.query('UPDATE authenticator_apps SET last_step = 0 WHERE confirmed_at IS NOT NULL');
    return codeIn(0);
  };
  await page.getByLabel('Code in the app').fill(await freshCode());
  await page.getByRole('button', { name: 'Turn it on' }).click();
  const codes = page.getByRole('region', { name: 'Your recovery codes' }).getByRole('listitem');
  await expect(codes).toHaveCount(10);
  return { codeIn, freshCode, recoveryCodes: await codes.allInnerTexts() };
}

async function signOut(page: Page): Promise<void> {
  await page.goto('/dashboard');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL((url) => url.pathname === '/');
}

async function beginSignIn(page: Page, name: string, next = '/dashboard'): Promise<void> {
  await page.goto(`/sign-in?next=${next}`);
  await signIn(page, name);
  await page.waitForURL('**/sign-in/second-factor');
}

async function sendCode(page: Page, code: string): Promise<void> {
  await page.getByRole('textbox', { name: /code/i }).fill(code);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

for (const options of [{}, WITHOUT_SCRIPT])
  test(`an authenticator app and recovery codes ${options === WITHOUT_SCRIPT ? 'without JavaScript' : 'in a browser'}`, async ({
    newSignedIn,
    shop,
  }) => {
    const person = await addAccount(shop);
    const page = await newSignedIn(person, options);
    test.slow();
    const { codeIn, freshCode, recoveryCodes } = await setUpApp(shop, page);
    await signOut(page);

    await beginSignIn(page, person.username, '/dashboard/purchases');
    const wrong = ['000000', '111111', '222222', '333333', '444444'].find(
      (code) => ![-2, -1, 0, 1, 2].some((steps) => codeIn(steps) === code),
    );
    await sendCode(page, wrong ?? '');
    await expect(page.getByText('This code is not right, or was used already.')).toBeVisible();
    await expect(page.getByRole('textbox', { name: /code/i })).toHaveValue('');
    expect(await page.content()).not.toContain(wrong);
    const code = await freshCode();
    await sendCode(page, code);
    await page.waitForURL('**/dashboard/purchases');
    await signOut(page);

    await beginSignIn(page, person.username);
    await sendCode(page, code);
    await expect(page.getByText('This code is not right, or was used already.')).toBeVisible();
    await sendCode(page, recoveryCodes[0] ?? '');
    await page.waitForURL('**/dashboard');
    await page.goto(SECURITY);
    await expect(page.getByText('9 of 10 left')).toBeVisible();
    await signOut(page);
    await beginSignIn(page, person.username);
    await sendCode(page, recoveryCodes[0] ?? '');
    await expect(page.getByText('This code is not right, or was used already.')).toBeVisible();
    await sendCode(page, recoveryCodes[1] ?? '');
    await page.waitForURL('**/dashboard');

    await page.goto(`${SECURITY}/recovery-codes`);
    await page.getByRole('button', { name: 'Make new codes' }).click();
    await expect(page.getByRole('region', { name: 'Your recovery codes' }).getByRole('listitem')).toHaveCount(10);
    await page.goto(SECURITY);
    await pressConfirmed(page, 'Remove the authenticator app');
    await expect(page.getByText('The authenticator app is removed.')).toBeVisible();
    await signOut(page);
    await page.goto('/sign-in');
    await signIn(page, person.username);
    await page.waitForURL('**/dashboard');
  });

test('next-auth’s own route opens no session before the second factor either', async ({ newVisitor, shop }) => {
  const person = await addAccount(shop, { role: 'ADMIN' });
  const page = await newVisitor();
  const { csrfToken } = await (await page.request.get('/api/auth/csrf')).json();
  const form = {
    csrfToken,
    username: person.username,
    password: PASSWORD,
    json: 'true',
    callbackUrl: '/dashboard/sales',
  };
  const response = await page.request.post('/api/auth/callback/credentials', { form, headers: { origin: shop.url } });
  expect((await response.json()).url).toMatch(/\/sign-in\/second-factor$/);
  const names = (await page.context().cookies()).map(({ name }) => name);
  expect(names).toContain(PENDING);
  expect(names).not.toContain(SESSION);
  await page.goto('/dashboard');
  await page.waitForURL('**/sign-in?next=**');
  await page.goto('/sign-in/second-factor');
  await sendCode(page, await addRecoveryCode(shop, person.username));
  await page.waitForURL('**/dashboard/sales');
});

test('a sign-in that has begun is no session, and ends by itself and with a change of the account', async ({
  newVisitor,
  shop,
}) => {
  const person = await addAccount(shop, { role: 'ADMIN' });
  const page = await newVisitor();
  const context = page.context();
  await beginSignIn(page, person.username);
  const pending = (await context.cookies()).find(({ name }) => name === PENDING);
  expect(pending).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  const setCookie = (name: string, value: string) => context.addCookies([{ name, value, url: shop.url }]);

  // In the place of a session it opens nothing, and a session is none of these.
  await setCookie(SESSION, pending?.value ?? '');
  await page.goto('/dashboard');
  await page.waitForURL('**/sign-in?next=**');
  await context.clearCookies();
  const token = { id: person.id, sessionVersion: 0, next: '/dashboard' };
  const forged = (endsAt: number, salt: string) =>
    encode({ secret: SHOP_SECRET, salt, token: { ...token, endsAt }, maxAge: 600 });
  const later = Date.now() + 60_000;
  for (const value of [
    await forged(later, ''),
    await forged(later, 'session'),
    await forged(Date.now() - 1, 'pending sign-in'),
    'x',
  ]) {
    await setCookie(PENDING, value);
    await page.goto('/sign-in/second-factor');
    await expect(page).toHaveURL(/\/sign-in$/);
  }
  await setCookie(PENDING, await forged(later, 'pending sign-in'));
  await page.goto('/sign-in/second-factor');
  await expect(page.getByRole('heading', { name: 'One more step' })).toBeVisible();

  const code = await addRecoveryCode(shop, person.username);
  await shop.database.query('UPDATE users SET session_version = session_version + 1 WHERE id = $1', [person.id]);
  await sendCode(page, code);
  await expect(page).toHaveURL(/\/sign-in\?error=sign-in-expired$/);
  await expect(page.getByText('Signing in took too long, or the account has changed.')).toBeVisible();
  await page.goto('/dashboard');
  await page.waitForURL('**/sign-in?next=**');
});

for (const options of [{}, WITHOUT_SCRIPT])
  test(`a refund asks again who is there, and moves money once ${options === WITHOUT_SCRIPT ? 'without JavaScript' : 'in a browser'}`, async ({
    newSignedIn,
    newVisitor,
    shop,
  }) => {
    const work = await addWork(shop);
    const buyer = await newVisitor();
    await goToPayment(buyer, work.slug);
    await pay(buyer, { email: `${uniqueName('buyer')}@example.org` });
    await expect(buyer.getByRole('heading', { name: 'Order confirmed' })).toBeVisible();
    const { rows } = await shop.database.query('SELECT id FROM orders WHERE post_id = $1', [work.id]);
    const refundRow = () => shop.database.query('SELECT refund_requested_at FROM orders WHERE id = $1', [rows[0].id]);
    const page = await newSignedIn(work.artist, options);
    await page.goto(`/dashboard/sales/${rows[0].id}`);
    await makeOld(shop, work.artist);
    await page.getByText('Refund', { exact: true }).click();
    await page.getByRole('button', { name: 'Refund €120' }).click();
    await page.waitForURL('**/confirm?next=**');
    expect((await refundRow()).rows).toEqual([{ refund_requested_at: null }]);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.waitForURL(`**/dashboard/sales/${rows[0].id}?confirmed=1`);
    await expect(page.getByText('Nothing has been refunded yet: please press “Refund” again.')).toBeVisible();
    expect((await refundRow()).rows).toEqual([{ refund_requested_at: null }]);
    await page.getByRole('button', { name: 'Refund €120' }).click();
    await expect(async () => {
      const { rows: refunds } = await shop.database.query('SELECT amount::int FROM refunds WHERE order_id = $1', [
        rows[0].id,
      ]);
      expect(refunds).toEqual([{ amount: 12_000 }]);
    }).toPass();
  });

test('an admin’s suspension and refund ask again too, with what the account has', async ({ newSignedIn, shop }) => {
  const [admin, member] = [await addAccount(shop, { role: 'ADMIN' }), await addAccount(shop)];
  const page = await newSignedIn(admin);
  await page.goto(`/admin/accounts?q=${member.username}`);
  await makeOld(shop, admin);
  await pressConfirmed(page, `Suspend ${member.username}`);
  await page.waitForURL('**/confirm?next=**');
  await page.getByLabel('Code').fill(await addRecoveryCode(shop, admin.username));
  await page.getByRole('button', { name: 'Use this code' }).click();
  await expect(page.getByText('Nothing has been changed yet: please do it again.')).toBeVisible();
  const suspended = () => shop.database.query('SELECT suspended_at FROM users WHERE id = $1', [member.id]);
  expect((await suspended()).rows).toEqual([{ suspended_at: null }]);
  await pressConfirmed(page, `Suspend ${member.username}`);
  await expect(page.getByRole('button', { name: `Restore ${member.username}` })).toBeVisible();
});

test('axe finds no violations where factors are asked for, set up and listed', async ({
  newSignedIn,
  newVisitor,
  shop,
}) => {
  const [person, admin] = [await addAccount(shop), await addAccount(shop, { role: 'ADMIN' })];
  const page = await newSignedIn(person);
  const visitor = await newVisitor();
  await beginSignIn(visitor, admin.username);
  const check = async (one: Page, path: string) => {
    await one.goto(path);
    await expectAccessible(one);
  };
  await check(visitor, '/sign-in/second-factor');
  for (const path of [SECURITY, `${SECURITY}/authenticator`, `${SECURITY}/passkey`]) await check(page, path);
  await setUpApp(shop, page);
  for (const path of [SECURITY, `${SECURITY}/recovery-codes`]) await check(page, path);
  await makeOld(shop, person);
  await check(page, `/confirm?next=${SECURITY}`);
});

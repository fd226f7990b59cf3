import { setTimeout as delay } from 'node:timers/promises';
import { chromium } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { chromiumProgram } from '../../dev/chromium.ts';
import { eventually } from '../support/eventually.ts';
import { decodeEntities, formWithField } from '../support/http/html-form.ts';
import { signInOverHttp } from '../support/http/sign-in-over-http.ts';
import {
  type Checkout,
  payAtStripe,
  saleStateOf,
  startCheckoutOverHttp,
} from '../support/http/start-checkout-over-http.ts';
import { expectInvariants } from '../support/shop/expect-invariants.ts';
import { openEventStream, type TestEventStream } from '../support/shop/open-event-stream.ts';
import { pauseReconciliation } from '../support/shop/pause-reconciliation.ts';
import { addAccount, addWork, PASSWORD } from '../support/shop/shop-data.ts';
import { type Shop, startShop } from '../support/shop/start-shop.ts';
import {
  type PathRequest,
  sendRequest,
  type TestAdmin,
  type TimedResponse,
  uncachedRequests,
} from '../support/shop/uncached-requests.ts';
import { eventOf } from '../support/stripe/control-stripe.ts';

/** Every response arrives within this time. */
const MAX_RESPONSE_MS = 3_000;
const OUTAGE_MS = 60_000;
const SIGNED_OUT = { cookie: '' };
const USER_AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';

let shop: Shop;
let stream: TestEventStream;
let testAdmin: TestAdmin;

beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'), { proxied: ['database'] });
  stream = openEventStream(shop.redisUrl);
  await pauseReconciliation(shop);
});

afterAll(async () => {
  stream?.close();
  await shop?.stop();
});

beforeEach(async () => {
  await shop.recover();
  const admin = await addAccount(shop, { role: 'ADMIN' });
  const [work, uncachedWork] = [await addWork(shop, { artist: admin }), await addWork(shop, { artist: admin })];
  const { cookie } = await signInOverHttp(shop, admin.username);
  const { orderId } = await startCheckoutOverHttp(shop, work);
  testAdmin = { cookie: cookie ?? '', username: admin.username, work, uncachedWork, orderId };
});

/** Cached pages, and pages that do not use the database. */
const cachedPaths = () => ['/', `/posts/${testAdmin.work.slug}`, '/sign-in', '/sign-up'];
const expectCachedPages = async () => {
  for (const path of cachedPaths()) expect(await sendRequest(shop, SIGNED_OUT, [path])).toMatchObject({ status: 200 });
};

/** Earlier refreshes take effect up to a quarter of a second later; afterwards the pages stay cached. */
const untilCached = () =>
  eventually(async () => {
    await expectCachedPages();
    await delay(600);
    for (const path of cachedPaths().slice(0, 2))
      expect((await sendRequest(shop, SIGNED_OUT, [path])).headers.get('x-nextjs-cache')).toBe('HIT');
  }, 10_000);

/** Sends all requests at once, so that they also wait for the same connections. */
async function expectUnavailable(requests: Awaited<ReturnType<typeof uncachedRequests>>, cause: RegExp): Promise<void> {
  const responses = await Promise.all(requests.map((request) => sendRequest(shop, testAdmin, request)));
  const unexpected = responses
    .filter((response) => !isUnavailable(response))
    .map(({ request, status, milliseconds, body }) => ({
      ...{ request, status, milliseconds, body: body.slice(0, 200) },
    }));
  expect(unexpected).toEqual([]);
  const log = shop.log('web').split('\n');
  for (const { body } of responses) {
    const [, reference = 'none'] = /[Rr]eference"?[ :]"?([0-9a-f]{8})/.exec(body) ?? [];
    expect(log.filter((line) => line.includes(`"reference":"${reference}"`)).join()).toMatch(cause);
  }
}

function isUnavailable({ status, milliseconds, headers, body }: TimedResponse): boolean {
  return (
    status === 503 &&
    milliseconds < MAX_RESPONSE_MS &&
    headers.get('retry-after') === '10' &&
    headers.get('cache-control') === 'no-store' &&
    !body.includes('<script') &&
    /right now[^.]*\.|right now\. Please try again/.test(body)
  );
}

/** The sign-in form is shown without the database, so it keeps what was typed. */
async function expectSignInKeepsWhatWasTyped(form: FormData): Promise<void> {
  form.set('name', 'typed-name');
  form.set('password', PASSWORD);
  const response = await sendRequest(shop, SIGNED_OUT, ['/sign-in', { method: 'POST', body: form }]);
  expect(response.status).toBe(503);
  expect(response.milliseconds).toBeLessThan(MAX_RESPONSE_MS);
  expect(decodeEntities(response.body)).toContain('This cannot be done right now. Please try again in a minute.');
  expect(response.body).toContain('value="typed-name"');
  expect(response.body).not.toContain(PASSWORD);
}

async function expectRecovery(): Promise<void> {
  for (const path of ['/dashboard', `/posts/${testAdmin.uncachedWork.slug}`, '/admin', '/api/posts'])
    await eventually(
      async () => expect(await sendRequest(shop, testAdmin, [path])).toMatchObject({ status: 200 }),
      MAX_RESPONSE_MS,
    );
  await eventually(
    async () => expect((await sendRequest(shop, SIGNED_OUT, ['/api/health'])).status).toBe(200),
    MAX_RESPONSE_MS,
  );
  expect((await signInOverHttp(shop, testAdmin.username)).cookie).not.toBeNull();
}

test('with PostgreSQL down for 60 s requests get a readable 503, cached pages are served, and every payment becomes a sale', async () => {
  const requests = await uncachedRequests(shop, testAdmin);
  const signIn = formWithField('password', (await sendRequest(shop, SIGNED_OUT, ['/sign-in'])).body);
  const checkouts: Checkout[] = [];
  for (let count = 0; count < 6; count++) checkouts.push(await startCheckoutOverHttp(shop, await addWork(shop)));
  await untilCached();

  shop.proxies.database.refuse();
  const outageEnd = delay(OUTAGE_MS);
  await payAndExpectDelivery(checkouts.slice(0, 3));
  await expectUnavailable(requests, /ECONNREFUSED|Connection terminated/);
  await expectSignInKeepsWhatWasTyped(signIn);
  await expectCachedPages();
  const visit: PathRequest = [
    `/posts/${testAdmin.uncachedWork.slug}/visit`,
    { method: 'POST', headers: { 'user-agent': USER_AGENT } },
  ];
  expect(await sendRequest(shop, SIGNED_OUT, visit)).toMatchObject({ status: 204 });
  await payAndExpectDelivery(checkouts.slice(3, 5));
  await outageEnd;
  await payAndExpectDelivery(checkouts.slice(5));
  await expectCachedPages();
  for (const { orderId } of checkouts) expect(await saleStateOf(shop, orderId)).toMatchObject({ order: 'HELD' });

  shop.proxies.database.pass();
  await expectRecovery();
  await eventually(async () => {
    for (const { orderId } of checkouts)
      expect(await saleStateOf(shop, orderId)).toMatchObject({ order: 'PAID', post: 'SOLD' });
    const { rows } = await shop.database.query('SELECT visitors FROM posts WHERE slug = $1', [
      testAdmin.uncachedWork.slug,
    ]);
    expect(rows).toEqual([{ visitors: 1 }]);
  });
  expect(await stream.deadLetters()).toEqual([]);
  await expectInvariants(shop);
});

/** The webhook needs only Redis. */
async function payAndExpectDelivery(checkouts: Checkout[]): Promise<void> {
  for (const { sessionId } of checkouts) {
    await payAtStripe(shop, sessionId);
    await eventually(async () => {
      const { delivery } = await eventOf(shop, sessionId, 'checkout.session.completed');
      expect(delivery).toMatchObject({ state: 'delivered', lastAnswer: 200 });
    });
  }
}

test('with PostgreSQL frozen the same holds, and open connections do not hang', async () => {
  const requests = await uncachedRequests(shop, testAdmin);
  const signIn = formWithField('password', (await sendRequest(shop, SIGNED_OUT, ['/sign-in'])).body);
  const checkout = await startCheckoutOverHttp(shop, await addWork(shop));
  await untilCached();

  shop.proxies.database.stall();
  await expectUnavailable(requests, /did not answer within|timeout|has waited/);
  await expectSignInKeepsWhatWasTyped(signIn);
  await expectCachedPages();
  await payAndExpectDelivery([checkout]);

  shop.proxies.database.pass();
  await expectRecovery();
  await eventually(
    async () => expect(await saleStateOf(shop, checkout.orderId)).toMatchObject({ order: 'PAID' }),
    30_000,
  );
  expect(await stream.deadLetters()).toEqual([]);
  await expectInvariants(shop);
});

test('in a browser a form keeps what was typed, a link shows the error message, and both work after the outage', async () => {
  const person = await addAccount(shop);
  const browser = await chromium.launch({ executablePath: chromiumProgram(), args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ baseURL: shop.url });
    await page.goto('/sign-in?next=/dashboard/settings/profile');
    await page.getByLabel('Username or email').fill(person.username);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('About you').fill('I paint the sea.');

    shop.proxies.database.refuse();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('This cannot be done right now.').waitFor();
    expect(await page.getByLabel('About you').inputValue()).toBe('I paint the sea.');

    await page.getByRole('link', { name: 'Purchases' }).click();
    await page.getByText('This page cannot be shown right now; please try again in a minute.').waitFor();

    shop.proxies.database.pass();
    await page.reload();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('link', { name: 'Edit your profile' }).click();
    await page.getByLabel('About you').fill('I paint the sea.');
    await page.getByRole('button', { name: 'Save' }).click();
    await eventually(async () => {
      const { rows } = await shop.database.query('SELECT bio FROM users WHERE username = $1', [person.username]);
      expect(rows).toEqual([{ bio: 'I paint the sea.' }]);
    });
  } finally {
    await browser.close();
  }
  await expectInvariants(shop);
});

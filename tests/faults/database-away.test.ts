import { setTimeout as passing } from 'node:timers/promises';
import { chromium } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { chromiumProgram } from '../../dev/chromium.ts';
import { expectSound } from '../support/database/invariants.ts';
import { type EventStream, eventStream } from '../support/event-stream.ts';
import { eventually } from '../support/eventually.ts';
import { type Checkout, payAtStripe, saleOf, startCheckoutOverHttp } from '../support/http/buyer.ts';
import { decoded, formWith } from '../support/http/html-form.ts';
import { signInOverHttp } from '../support/http/sign-in.ts';
import { holdReconciler } from '../support/shop/hold-reconciler.ts';
import { type Shop, startShop } from '../support/shop/shop.ts';
import { addPerson, addWork, PASSWORD } from '../support/shop/shop-data.ts';
import { type Answer, ask, everythingFresh, type Question, type Visitor } from '../support/shop/try-everything.ts';
import { eventOf } from '../support/stripe/stripe-control.ts';

/** Within which everything is answered, milliseconds. */
const LIMIT = 3_000;
const OUTAGE = 60_000;
const NOBODY = { cookie: '' };
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';

let shop: Shop;
let stream: EventStream;
let visitor: Visitor;

beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'), { proxied: ['database'] });
  stream = eventStream(shop.redisUrl);
  await holdReconciler(shop);
});

afterAll(async () => {
  stream?.close();
  await shop?.stop();
});

beforeEach(async () => {
  const admin = await addPerson(shop, { role: 'ADMIN' });
  const [work, unseen] = [await addWork(shop, { artist: admin }), await addWork(shop, { artist: admin })];
  const { cookie } = await signInOverHttp(shop, admin.username);
  const { orderId } = await startCheckoutOverHttp(shop, work);
  visitor = { cookie: cookie ?? '', username: admin.username, work, unseen, orderId };
});

/** Pages that everybody gets from the cache, and those that need nothing of the database. */
const kept = () => ['/', `/posts/${visitor.work.slug}`, '/sign-in', '/sign-up'];
const expectKept = async () => {
  for (const path of kept()) expect(await ask(shop, NOBODY, [path])).toMatchObject({ status: 200 });
};

/** Refreshes that were announced before come up to a quarter of a second later: from now on the pages stay. */
const untilKept = () =>
  eventually(async () => {
    await expectKept();
    await passing(600);
    for (const path of kept().slice(0, 2))
      expect((await ask(shop, NOBODY, [path])).headers.get('x-nextjs-cache')).toBe('HIT');
  }, 10_000);

/** Everything at once, so that it also waits for the same connections. */
async function expectUnavailable(questions: Awaited<ReturnType<typeof everythingFresh>>, cause: RegExp): Promise<void> {
  const answers = await Promise.all(questions.map((question) => ask(shop, visitor, question)));
  const wrong = answers
    .filter((answer) => !isUnavailable(answer))
    .map(({ address, status, milliseconds, body }) => ({
      ...{ address, status, milliseconds, body: body.slice(0, 200) },
    }));
  expect(wrong).toEqual([]);
  const log = shop.log('web').split('\n');
  for (const { body } of answers) {
    const [, reference = 'none'] = /[Rr]eference"?[ :]"?([0-9a-f]{8})/.exec(body) ?? [];
    expect(log.filter((line) => line.includes(`"reference":"${reference}"`)).join()).toMatch(cause);
  }
}

function isUnavailable({ status, milliseconds, headers, body }: Answer): boolean {
  return (
    status === 503 &&
    milliseconds < LIMIT &&
    headers.get('retry-after') === '10' &&
    headers.get('cache-control') === 'no-store' &&
    !body.includes('<script') &&
    /right now[^.]*\.|right now\. Please try again/.test(body)
  );
}

/** The sign-in form needs nothing of the database to be shown, so it stands with what was typed. */
async function expectSignInKeepsWhatWasTyped(form: FormData): Promise<void> {
  form.set('name', 'typed-name');
  form.set('password', PASSWORD);
  const answer = await ask(shop, NOBODY, ['/sign-in', { method: 'POST', body: form }]);
  expect(answer.status).toBe(503);
  expect(answer.milliseconds).toBeLessThan(LIMIT);
  expect(decoded(answer.body)).toContain('This cannot be done right now. Please try again in a minute.');
  expect(answer.body).toContain('value="typed-name"');
  expect(answer.body).not.toContain(PASSWORD);
}

async function expectBack(): Promise<void> {
  for (const path of ['/dashboard', `/posts/${visitor.unseen.slug}`, '/admin', '/api/posts'])
    await eventually(async () => expect(await ask(shop, visitor, [path])).toMatchObject({ status: 200 }), LIMIT);
  await eventually(async () => expect((await ask(shop, NOBODY, ['/api/health'])).status).toBe(200), LIMIT);
  expect((await signInOverHttp(shop, visitor.username)).cookie).not.toBeNull();
}

test('PostgreSQL refuses for 60 s: everything is 503 in a sentence, cached pages stay, and every payment of that time becomes a sale', async () => {
  const questions = await everythingFresh(shop, visitor);
  const signIn = formWith('password', (await ask(shop, NOBODY, ['/sign-in'])).body);
  const bought: Checkout[] = [];
  for (let count = 0; count < 6; count++) bought.push(await startCheckoutOverHttp(shop, await addWork(shop)));
  await untilKept();

  shop.proxies.database.refuse();
  const over = passing(OUTAGE);
  await payAndExpectTaken(bought.slice(0, 3));
  await expectUnavailable(questions, /ECONNREFUSED|Connection terminated/);
  await expectSignInKeepsWhatWasTyped(signIn);
  await expectKept();
  const visit: Question = [
    `/posts/${visitor.unseen.slug}/visit`,
    { method: 'POST', headers: { 'user-agent': BROWSER } },
  ];
  expect(await ask(shop, NOBODY, visit)).toMatchObject({ status: 204 });
  await payAndExpectTaken(bought.slice(3, 5));
  await over;
  await payAndExpectTaken(bought.slice(5));
  await expectKept();
  for (const { orderId } of bought) expect(await saleOf(shop, orderId)).toMatchObject({ order: 'HELD' });

  shop.proxies.database.pass();
  await expectBack();
  await eventually(async () => {
    for (const { orderId } of bought)
      expect(await saleOf(shop, orderId)).toMatchObject({ order: 'PAID', post: 'SOLD' });
    const { rows } = await shop.database.query('SELECT visitors FROM posts WHERE slug = $1', [visitor.unseen.slug]);
    expect(rows).toEqual([{ visitors: 1 }]);
  });
  expect(await stream.dead()).toEqual([]);
  await expectSound(shop);
});

/** The webhook needs Redis alone. */
async function payAndExpectTaken(checkouts: Checkout[]): Promise<void> {
  for (const { sessionId } of checkouts) {
    await payAtStripe(shop, sessionId);
    await eventually(async () => {
      const { delivery } = await eventOf(shop, sessionId, 'checkout.session.completed');
      expect(delivery).toMatchObject({ state: 'delivered', lastAnswer: 200 });
    });
  }
}

test('PostgreSQL is frozen: the same, and connections that were open do not hang on it', async () => {
  const questions = await everythingFresh(shop, visitor);
  const signIn = formWith('password', (await ask(shop, NOBODY, ['/sign-in'])).body);
  const bought = await startCheckoutOverHttp(shop, await addWork(shop));
  await untilKept();

  shop.proxies.database.stall();
  await expectUnavailable(questions, /did not answer within|timeout|has waited/);
  await expectSignInKeepsWhatWasTyped(signIn);
  await expectKept();
  await payAndExpectTaken([bought]);

  shop.proxies.database.pass();
  await expectBack();
  await eventually(async () => expect(await saleOf(shop, bought.orderId)).toMatchObject({ order: 'PAID' }), 30_000);
  expect(await stream.dead()).toEqual([]);
  await expectSound(shop);
});

test('in a browser: a form keeps what was typed and says why, a link leads to the sentence, and both work again', async () => {
  const browser = await chromium.launch({ executablePath: chromiumProgram(), args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ baseURL: shop.url });
    await page.goto('/sign-in?next=/dashboard/settings');
    await page.getByLabel('Username or email').fill(visitor.username);
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
    await page.getByLabel('About you').fill('I paint the sea.');
    await page.getByRole('button', { name: 'Save' }).click();
    await eventually(async () => {
      const { rows } = await shop.database.query('SELECT bio FROM users WHERE username = $1', [visitor.username]);
      expect(rows).toEqual([{ bio: 'I paint the sea.' }]);
    });
  } finally {
    await browser.close();
  }
  await expectSound(shop);
});

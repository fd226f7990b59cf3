import { addAccount, addWork } from '../support/shop/shop-data.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';

const PERSON = {
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
};

/** The artist needs a different browser, or the two would count as one visitor. */
const ARTIST = { userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0' };

test('artists see how many visitors a work had today, and nobody else does', async ({
  newVisitor,
  newSignedIn,
  shop,
}) => {
  const work = await addWork(shop);
  const visitorsPage = `/dashboard/works/${work.slug}/visitors`;
  // The bot and the artist visit first, so that they would be in the count when the visitor is.
  const bot = await newVisitor();
  const artist = await newSignedIn(work.artist, ARTIST);
  const botCounted = bot.waitForResponse('**/visit');
  await bot.goto(`/posts/${work.slug}`);
  await botCounted;
  await artist.goto(`/posts/${work.slug}`);
  await expect(artist.getByRole('link', { name: 'Edit your work' })).toBeVisible();
  const visitor = await newVisitor(PERSON);
  const counted = visitor.waitForResponse('**/visit');
  await visitor.goto(`/posts/${work.slug}`);
  expect((await counted).status()).toBe(204);

  const row = artist.getByRole('listitem').filter({ hasText: work.title });
  await expect(async () => {
    await artist.goto('/dashboard');
    await expect(row.getByRole('link', { name: '1 visitor', exact: false })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await row.getByRole('link', { name: `1 visitor of ${work.title}` }).click();
  await artist.waitForURL(`**${visitorsPage}`);
  await expect(artist.getByRole('img', { name: /^Visitors in the last 30 days: 1 visitor in 30 days/ })).toBeVisible();
  await artist.getByText('Numbers by day').click();
  const days = artist.getByRole('table', { name: 'Visitors in the last 30 days' }).getByRole('row');
  await expect(days).toHaveCount(31);
  await expect(days.nth(1).getByRole('cell')).toHaveText('1');
  await expect(days.nth(2).getByRole('cell')).toHaveText('0');
  const { violations } = await axe(artist).analyze();
  expect(violations).toEqual([]);

  const stranger = await newSignedIn(await addAccount(shop), PERSON);
  expect((await stranger.goto(visitorsPage))?.status()).toBe(404);
});

test('pages of other sites cannot count visits', async ({ request, shop }) => {
  const work = await addWork(shop);
  const foreign = { 'user-agent': PERSON.userAgent, 'sec-fetch-site': 'cross-site', origin: 'https://example.org' };
  const own = { 'user-agent': PERSON.userAgent, 'sec-fetch-site': 'same-origin', 'x-forwarded-for': '203.0.113.9' };
  const url = `/posts/${work.slug}/visit`;
  expect((await request.post(url, { headers: foreign })).status()).toBe(403);
  expect((await request.post(url, { headers: own })).status()).toBe(204);
  const visitors = () =>
    shop.database.query('SELECT visitors FROM posts WHERE id = $1', [work.id]).then(({ rows }) => rows[0]?.visitors);
  await expect.poll(visitors, { timeout: 15_000 }).toBe(1);
});

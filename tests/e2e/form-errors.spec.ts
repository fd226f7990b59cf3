import type { Page } from 'playwright/test';
import { addAccount, addWork, PASSWORD, uniqueName } from '../support/shop/shop-data.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';

const MODES = [
  ['with JavaScript', {}],
  ['without JavaScript', { javaScriptEnabled: false }],
] as const;

const NO_TITLE = 'Give the work a title.';
const NO_PRICE = 'Enter the price in digits, such as 1200 or 1200.50.';
const NO_PICTURES = 'Add at least one picture before you publish this work.';

const announced = (page: Page, text: string) => expect(page.getByRole('alert').filter({ hasText: text })).toBeVisible();

for (const [mode, options] of MODES) {
  test(`a work is published with errors: all come at once, announced, focus on the first (${mode})`, async ({
    newSignedIn,
    shop,
  }) => {
    const page = await newSignedIn(await addAccount(shop), options);
    await page.goto('/posts/new');
    await page.getByLabel('Title').fill('\u200b');
    await page.getByLabel('Price').fill('much');
    await page.getByLabel('Story').fill('What was typed stays.');
    await page.getByRole('button', { name: 'Publish' }).click();
    for (const sentence of [NO_TITLE, NO_PRICE, NO_PICTURES]) await expect(page.getByText(sentence)).toBeVisible();
    await announced(page, 'Nothing has been saved yet. Please check the 3 fields marked below.');
    await expect(page.getByLabel('Add pictures')).toBeFocused();
    await expect(page.getByLabel('Price')).toHaveValue('much');
    await expect(page.getByLabel('Story')).toHaveValue('What was typed stays.');

    // A draft needs no picture, so the title is the first.
    await page.getByRole('button', { name: 'Save as draft' }).click();
    await expect(page.getByLabel('Title')).toBeFocused();
    await expect(page.getByText(NO_PICTURES)).toBeHidden();
    await page.getByLabel('Title').fill('Fog');
    await page.getByRole('button', { name: 'Save as draft' }).click();
    await expect(page.getByLabel('Price')).toBeFocused();
    await announced(page, 'Please check the field marked below.');
    await page.getByLabel('Price').fill('120');
    await page.getByRole('button', { name: 'Save as draft' }).click();
    await page.waitForURL('**/dashboard');
    await expect(page.getByRole('heading', { name: 'Fog' })).toBeVisible();
  });

  test(`the forms of an account announce errors and focus the first (${mode})`, async ({
    newSignedIn,
    newVisitor,
    shop,
  }) => {
    const person = await addAccount(shop);
    const visitor = await newVisitor(options);
    await visitor.goto('/sign-in');
    await visitor.getByRole('button', { name: 'Sign in' }).click();
    await announced(visitor, 'Please check the 2 fields marked below.');
    await expect(visitor.getByLabel('Username or email')).toBeFocused();
    await visitor.getByLabel('Username or email').fill(person.username);
    await visitor.getByLabel('Password').fill('wrong');
    await visitor.getByRole('button', { name: 'Sign in' }).click();
    await expect(visitor.getByText('Wrong username or password.')).toBeVisible();
    await expect(visitor.getByLabel('Password')).toBeFocused();

    await visitor.goto('/sign-up');
    await visitor.getByLabel('Username').fill(person.username);
    await visitor.getByLabel('Email').fill(person.email);
    await visitor.getByLabel('Password').fill('password1');
    await visitor.getByRole('button', { name: 'Sign up' }).click();
    await announced(visitor, 'Please check the 2 fields marked below.');
    await expect(visitor.getByLabel('Username')).toBeFocused();

    const page = await newSignedIn(person, options);
    await page.goto('/dashboard/settings');
    await page.getByLabel('Current password').fill('wrong');
    await page.getByLabel('New password').fill('password1');
    await page.getByRole('button', { name: 'Change password' }).click();
    await announced(page, 'Please check the 2 fields marked below.');
    await expect(page.getByLabel('Current password')).toBeFocused();
    await page.goto('/dashboard/settings/profile');
    await page.getByLabel('Name').fill('\u200b');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Enter the name that people will see.')).toBeVisible();
    await expect(page.getByLabel('Name')).toBeFocused();
  });

  test(`another tab’s save is shown beside one’s own, and people choose (${mode})`, async ({ newSignedIn, shop }) => {
    const work = await addWork(shop);
    const first = await newSignedIn(work.artist, options);
    const second = await first.context().newPage();
    const path = `/posts/${work.slug}/edit`;
    for (const tab of [first, second]) await tab.goto(path);
    const savePrice = async (tab: Page, price: string) => {
      await tab.getByLabel('Price').fill(price);
      await tab.getByRole('button', { name: 'Save changes' }).click();
    };
    await savePrice(first, '150');
    await first.waitForURL('**/dashboard');
    await second.getByLabel('Story').fill('My story');
    await savePrice(second, '99');
    await announced(second, 'This was changed in another tab or window since you opened it.');
    const both = second.getByRole('region', { name: /changed in another tab/ });
    await expect(both).toContainText(/Price\s*Saved\s*150\.00\s*Yours\s*99/);
    await expect(both).toContainText('My story');
    await expect(both).not.toContainText('Currency');
    const { rows } = await shop.database.query('SELECT price_amount::int AS price FROM posts WHERE id = $1', [work.id]);
    expect(rows).toEqual([{ price: 15_000 }]);
    // axe itself needs JavaScript.
    const { violations } = mode === 'with JavaScript' ? await axe(second).analyze() : { violations: [] };
    expect(violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.target}`)).toEqual([]);
    await second.getByRole('button', { name: 'Save mine anyway' }).click();
    await second.waitForURL('**/dashboard');
    const saved = await shop.database.query('SELECT price_amount::int AS price, content FROM posts WHERE id = $1', [
      work.id,
    ]);
    expect(saved.rows).toEqual([{ price: 9_900, content: 'My story' }]);

    await first.goto(path);
    await second.goto(path);
    await savePrice(second, '77');
    await second.waitForURL('**/dashboard');
    await savePrice(first, '66');
    await first.getByRole('link', { name: 'Use the saved one' }).click();
    await expect(first.getByLabel('Price')).toHaveValue('77.00');
    await expect(first.getByRole('region', { name: /changed in another tab/ })).toBeHidden();
  });

  test(`the same for the artist’s own page (${mode})`, async ({ newSignedIn, shop }) => {
    const first = await newSignedIn(await addAccount(shop), options);
    const second = await first.context().newPage();
    for (const tab of [first, second]) await tab.goto('/dashboard/settings/profile');
    await first.getByLabel('About you').fill('I paint.');
    await first.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(first.getByText('Saved.')).toBeVisible();
    await second.getByLabel('Name').fill('Mira C.');
    await second.getByRole('button', { name: 'Save', exact: true }).click();
    const both = second.getByRole('region', { name: /changed in another tab/ });
    await expect(both).toContainText(/About you\s*Saved\s*I paint\.\s*Yours\s*\(empty\)/);
    await second.getByRole('button', { name: 'Save mine anyway' }).click();
    await expect(second.getByText('Saved.')).toBeVisible();
    await second.goto('/dashboard/settings/profile');
    await expect(second.getByLabel('Name')).toHaveValue('Mira C.');
  });

  test(`a double click creates one work and one account (${mode})`, async ({ newVisitor, shop }) => {
    const page = await newVisitor(options);
    const username = uniqueName('double');
    await page.goto('/sign-up');
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('Email').fill(`${username}@example.org`);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign up' }).dblclick();
    // The second click interrupts the navigation that the first one began.
    await expect(page).toHaveURL(/\/dashboard$/);
    await page.goto('/posts/new');
    await page.getByLabel('Title').fill('Clicked twice');
    await page.getByLabel('Price').fill('120');
    await page.getByRole('button', { name: 'Save as draft' }).dblclick();
    await expect(page).toHaveURL(/\/dashboard$/);
    await expect(page.getByRole('heading', { name: 'Clicked twice' })).toHaveCount(1);
    const { rows } = await shop.database.query(
      'SELECT count(*)::int AS works FROM posts JOIN users ON users.id = artist_id WHERE username = $1',
      [username],
    );
    expect(rows).toEqual([{ works: 1 }]);
    // A form that is gone back to and changed is another work.
    await page.goto('/posts/new');
    await page.getByLabel('Title').fill('Clicked once');
    await page.getByLabel('Price').fill('120');
    await page.getByRole('button', { name: 'Save as draft' }).click();
    await page.waitForURL('**/dashboard');
    await expect(page.getByRole('heading', { name: 'Clicked once' })).toBeVisible();
  });
}

test('axe finds no violations in a post form with errors', async ({ newSignedIn, shop }) => {
  const page = await newSignedIn(await addAccount(shop));
  await page.goto('/posts/new');
  await page.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByText(NO_TITLE)).toBeVisible();
  const { violations } = await axe(page).analyze();
  expect(violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.target}`)).toEqual([]);
});

test('nobody else sees an unfinished form', async ({ newSignedIn, shop }) => {
  const page = await newSignedIn(await addAccount(shop), { javaScriptEnabled: false });
  await page.goto('/posts/new');
  await page.getByLabel('Title').fill('My secret draft');
  await page.getByRole('button', { name: 'Save as draft' }).click();
  await page.waitForURL('**/posts/new?form=*');
  await expect(page.getByLabel('Title')).toHaveValue('My secret draft');
  const other = await newSignedIn(await addAccount(shop));
  await other.goto(page.url());
  await expect(other.getByLabel('Title')).toHaveValue('');
  await other.goto('/posts/new?form=nonsense');
  await expect(other.getByLabel('Title')).toHaveValue('');
});

test('the dashboard shows sentences of the shop, never those of a link', async ({ newSignedIn, shop }) => {
  const page = await newSignedIn(await addAccount(shop));
  await page.goto('/dashboard?problem=Call+0900+now');
  await expect(page.getByRole('heading', { name: 'Your works' })).toBeVisible();
  await expect(page.getByText('Call 0900 now')).toHaveCount(0);
  await page.goto('/dashboard?problem=held-or-sold');
  await announced(page, 'This work is reserved or sold, so it cannot be changed now.');
});

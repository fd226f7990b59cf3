import sharp from 'sharp';
import { eventually } from '../support/eventually.ts';
import { addAccount, addWork, mailsTo, uniqueName } from '../support/shop/shop-data.ts';
import { expectAccessible } from './axe.ts';
import { expect, test } from './fixtures.ts';

const picture = (background: string, [width, height] = [400, 500]) =>
  sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer()
    .then((buffer) => ({ name: 'me.png', mimeType: 'image/png', buffer }));

for (const javaScriptEnabled of [true, false]) {
  const mode = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';

  test(`an artist’s profile and portrait are edited and seen by a visitor (${mode})`, async ({
    newSignedIn,
    newVisitor,
    shop,
  }) => {
    const work = await addWork(shop);
    const page = await newSignedIn(work.artist, { javaScriptEnabled });
    const visitor = await newVisitor();
    await visitor.goto(`/artists/${work.artist.username}`);
    await page.goto('/dashboard/settings');
    await page.getByRole('link', { name: 'Edit your profile' }).click();
    await page.getByLabel('Name').fill('Mira Castellan');
    await page.getByLabel('Place').fill('Lisbon, Portugal');
    await page.getByLabel('Artist statement').fill('First paragraph.\n\nSecond paragraph.');
    await page.getByLabel('Link 1').fill('javascript:alert(1)');
    await page.getByLabel('Link 2').fill('bücher.example/mira');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('A link has to begin with https://.')).toBeVisible();
    await expect(page.getByLabel('Place')).toHaveValue('Lisbon, Portugal');
    await page.getByLabel('Link 1').fill('https://pаypal.com/me');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();

    await page.getByRole('button', { name: 'Use this picture' }).click();
    await expect(page.getByText('Choose a picture for your portrait first.')).toBeVisible();
    await page.getByLabel('Picture for your portrait').setInputFiles(await picture('teal'));
    await page.getByRole('button', { name: 'Use this picture' }).click();
    const size = page.getByRole('slider', { name: 'Size' });
    await size.focus();
    for (const key of ['Home', 'ArrowRight']) await page.keyboard.press(key);
    await page.getByRole('button', { name: 'Show this part' }).click();
    await expect(page.getByRole('slider', { name: 'Size' })).toHaveValue('21');
    const portrait = () => page.locator('img[src*="-384.webp"]');
    await expect(portrait()).toBeVisible();
    if (javaScriptEnabled) await expectAccessible(page);
    const file = await portrait().getAttribute('src');

    await visitor.reload();
    const header = visitor.getByRole('main').locator('header');
    await expect(header.getByRole('heading', { name: 'Mira Castellan' })).toBeVisible();
    await expect(header).toContainText('Lisbon, Portugal');
    await header.getByText('Artist statement').click();
    await expect(header.getByText('Second paragraph.')).toBeVisible();
    expect(await header.locator('img').getAttribute('src')).toBe(file);
    const links = header.getByRole('list', { name: 'Links' }).getByRole('link');
    await expect(links).toHaveText(['xn--pypal-4ve.com', 'bücher.example']);
    await expect(links.last()).toHaveAttribute('rel', 'me nofollow noopener');
    if (javaScriptEnabled) await expectAccessible(visitor);
    await visitor.goto(`/posts/${work.slug}`);
    await expect(visitor.getByRole('main').locator('img[src*="-192.webp"]')).toBeVisible();
    await expect(visitor.getByRole('link', { name: 'Mira Castellan', exact: true })).toBeVisible();

    await page.getByRole('button', { name: 'Remove portrait' }).click();
    await expect(page.getByText('Your portrait has been removed.')).toBeVisible();
    await visitor.goto(`/artists/${work.artist.username}`);
    await expect(header.locator('img')).toHaveCount(0);
    await expect(header).toContainText('MC');
  });

  test(`a work is previewed before it is saved (${mode})`, async ({ newSignedIn, shop }) => {
    const page = await newSignedIn(await addAccount(shop, { displayName: 'Ines' }), { javaScriptEnabled });
    await page.goto('/posts/new');
    await page.getByLabel('Title').fill('Not yet public');
    await page.getByLabel('Story').fill('A story.');
    await page.getByRole('button', { name: 'Preview' }).click();
    await expect(page.getByText('Enter the price in digits')).toBeVisible();
    await page.getByLabel('Price').fill('120');
    await page.getByLabel('Currency').selectOption('EUR');
    await page.getByRole('button', { name: 'Preview' }).click();
    await expect(page.getByRole('heading', { name: 'Not yet public' })).toBeVisible();
    await expect(page.getByRole('main')).toContainText('€120');
    await expect(page.getByRole('button', { name: 'Buy this work' })).toBeDisabled();
    await page.getByRole('link', { name: 'Back to the form' }).click();
    await expect(page.getByLabel('Story')).toHaveValue('A story.');
    const { rows } = await shop.database.query(`SELECT FROM posts WHERE title = 'Not yet public'`);
    expect(rows).toEqual([]);
    await page.getByRole('button', { name: 'Save as draft' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Saved as a draft' })).toBeVisible();
    await page.getByRole('button', { name: 'Duplicate Not yet public' }).click();
    await expect(page.getByLabel('Title')).toHaveValue('Not yet public (copy)');
    await expect(page.getByLabel('Story')).toHaveValue('A story.');
    await shop.database.query(`DELETE FROM posts WHERE title LIKE 'Not yet public%'`);
  });
}

test('a form that was changed asks before it is left, and only then', async ({ newSignedIn, shop }) => {
  const work = await addWork(shop);
  const page = await newSignedIn(work.artist);
  const questions: string[] = [];
  let answer = false;
  page.on('dialog', (dialog) => {
    questions.push(dialog.type());
    return answer ? dialog.accept() : dialog.dismiss();
  });
  const home = page.getByRole('banner').getByRole('link').first();
  await page.goto(`/posts/${work.slug}/edit`);
  const title = page.getByLabel('Title');
  await title.fill('Changed');
  await title.fill(work.title);
  await home.click();
  await page.waitForURL('/');
  expect(questions).toEqual([]);

  await page.goto(`/posts/${work.slug}/edit`);
  await title.fill('Changed');
  await home.click();
  await expect.poll(() => questions).toEqual(['confirm']);
  await expect(title).toHaveValue('Changed');
  answer = true;
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Visitors see it like this now' })).toBeVisible();
  expect(questions).toEqual(['confirm']);

  await page.goto(`/posts/${work.slug}/edit`);
  await title.fill('Once more');
  await home.click();
  await page.waitForURL('/');
  expect(questions).toEqual(['confirm', 'confirm']);
});

test('a picture is turned where it is, and the work shows it turned once it is saved', async ({
  newSignedIn,
  shop,
}) => {
  const work = await addWork(shop);
  const page = await newSignedIn(work.artist);
  await page.goto(`/posts/${work.slug}/edit`);
  await page.getByLabel('Add pictures').setInputFiles(await picture('maroon', [400, 300]));
  await page.getByLabel('Describe picture 2').fill('Maroon');
  await page.getByRole('button', { name: 'Turn picture 2 clockwise' }).click();
  const row = page.getByRole('listitem').filter({ has: page.getByLabel('Describe picture 2') });
  await expect(row.locator('img')).toHaveAttribute('width', '300');
  await expect(page.getByLabel('Describe picture 2')).toHaveValue('Maroon');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.waitForURL('**/dashboard');
  const { rows } = await shop.database.query(
    'SELECT width, height, alt FROM post_images WHERE post_id = $1 ORDER BY position',
    [work.id],
  );
  expect(rows[1]).toEqual({ width: 300, height: 400, alt: 'Maroon' });
});

test('an artist is followed by mail, and left again by the link in it', async ({ newVisitor, shop }) => {
  const artist = await addAccount(shop, { displayName: 'Kenji Aoyama' });
  await addWork(shop, { artist });
  const page = await newVisitor({ javaScriptEnabled: false });
  const email = `${uniqueName('reader')}@example.org`;
  await page.goto(`/artists/${artist.username}`);
  await page.getByRole('link', { name: 'Follow Kenji Aoyama' }).click();
  await page.getByLabel('Email').fill('not an address');
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(page.getByText('Enter an email address')).toBeVisible();
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(page.getByRole('status')).toContainText('a mail with a link is on its way');
  const link = await eventually(async () => {
    const found = (await mailsTo(shop, email)).map(({ text }) => /\/following\/confirm\?token=[\w-]+/.exec(text)?.[0]);
    if (!found[0]) throw new Error('there is no link yet');
    return found[0];
  });
  await page.goto(link);
  await page.getByRole('button', { name: 'Follow' }).click();
  await expect(page.getByText('Confirmed: you will get a mail about new works.')).toBeVisible();
  const own = page.url();
  await page.goto(link);
  await expect(page.getByText('This link has expired')).toBeVisible();
  const withScripts = await newVisitor();
  await withScripts.goto(own);
  await expectAccessible(withScripts);
  await withScripts.getByRole('button', { name: 'Stop following Kenji Aoyama' }).click();
  await expect(withScripts.getByText('You follow no artists.')).toBeVisible();
  const { rows } = await shop.database.query('SELECT FROM followers WHERE email = $1', [email]);
  expect(rows).toEqual([]);
});

test('somebody who is signed in follows with one button', async ({ newSignedIn, shop }) => {
  const work = await addWork(shop);
  const page = await newSignedIn(await addAccount(shop));
  await page.goto(`/artists/${work.artist.username}/follow`);
  await page.getByRole('button', { name: 'Follow', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'You follow' })).toBeVisible();
  await page.getByRole('button', { name: 'Stop following' }).click();
  await expect(page.getByRole('button', { name: 'Follow', exact: true })).toBeVisible();
});

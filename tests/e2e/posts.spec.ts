import { addAccount, addWork } from '../support/shop/shop-data.ts';
import { expect, test } from './fixtures.ts';
import { pressConfirmed } from './press-confirmed.ts';

test('a work is edited, unpublished, published again, and deleted as a draft', async ({
  newSignedIn,
  newVisitor,
  shop,
}) => {
  const work = await addWork(shop);
  const [artist, visitor] = [await newSignedIn(work.artist), await newVisitor()];
  await artist.getByRole('link', { name: `Edit ${work.title}` }).click();
  await artist.getByLabel('Title').fill('A better title');
  await artist.getByLabel('Price').fill('99');
  await artist.getByRole('button', { name: 'Save changes' }).click();
  await artist.waitForURL('**/dashboard');
  // The URL stays the same when the title changes.
  await visitor.goto(`/posts/${work.slug}`);
  await expect(visitor.getByRole('heading', { name: 'A better title' })).toBeVisible();
  await expect(visitor.getByRole('main')).toContainText('€99');

  await pressConfirmed(artist, 'Unpublish A better title');
  await expect(artist.getByText('Draft', { exact: true })).toBeVisible();
  await visitor.reload();
  await expect(visitor.getByText('There is nothing here')).toBeVisible();
  await artist.getByRole('button', { name: 'Publish A better title' }).click();
  await expect(artist.getByText('Published', { exact: true })).toBeVisible();
  await pressConfirmed(artist, 'Unpublish A better title');
  await artist.getByText('Delete A better title').click();
  await artist.getByRole('button', { name: 'Delete permanently A better title' }).click();
  await expect(artist.getByText('Nothing posted yet')).toBeVisible();
});

test('pictures are reordered with the keyboard, and an invalid file is refused with a message', async ({
  newSignedIn,
  shop,
}) => {
  const work = await addWork(shop);
  const artist = await newSignedIn(work.artist);
  await artist.goto(`/posts/${work.slug}/edit`);
  const svg = {
    name: 'drawing.png',
    mimeType: 'image/png',
    buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  };
  await artist.getByLabel('Add pictures').setInputFiles(svg);
  await expect(artist.getByRole('alert').filter({ hasText: 'drawing.png' })).toContainText('JPEG, PNG, WebP or AVIF');
  const { default: sharp } = await import('sharp');
  const red = await sharp({ create: { width: 400, height: 500, channels: 3, background: 'red' } })
    .avif()
    .toBuffer();
  await artist.getByLabel('Add pictures').setInputFiles({ name: 'red.avif', mimeType: 'image/avif', buffer: red });
  await artist.getByLabel('Describe picture 2').fill('All red');
  await artist.getByRole('button', { name: 'Move up : picture 2' }).focus();
  await artist.keyboard.press('Enter');
  await expect(artist.getByLabel('Describe picture 1')).toHaveValue('All red');
  await artist.getByRole('button', { name: 'Save changes' }).click();
  await artist.waitForURL('**/dashboard');
  await artist.goto(`/posts/${work.slug}`);
  await expect(artist.getByRole('main').getByRole('img').first()).toHaveAttribute('alt', 'All red');
});

test('the edit page of another artist’s work is not found', async ({ newSignedIn, shop }) => {
  const [work, draft, stranger] = [
    await addWork(shop),
    await addWork(shop, { status: 'DRAFT' }),
    await addAccount(shop),
  ];
  const page = await newSignedIn(stranger);
  await page.goto(`/posts/${work.slug}/edit`);
  await expect(page.getByText('There is nothing here')).toBeVisible();
  await page.goto(`/posts/${draft.slug}`);
  await expect(page.getByText('There is nothing here')).toBeVisible();
});

test('artists see a link to edit their work instead of the button to buy it', async ({ newSignedIn, shop }) => {
  const work = await addWork(shop);
  const artist = await newSignedIn(work.artist);
  await artist.goto(`/posts/${work.slug}`);
  await expect(artist.getByRole('link', { name: 'Edit your work' })).toBeVisible();
  await expect(artist.getByRole('button', { name: 'Buy this work' })).toBeHidden();
});

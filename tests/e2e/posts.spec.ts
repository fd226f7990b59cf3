import { addPerson, addWork } from '../support/shop/shop-data.ts';
import { expect, test } from './fixtures.ts';

test('a work is edited, taken out, listed again, and a draft deleted', async ({ newSignedIn, newVisitor, shop }) => {
  const work = await addWork(shop);
  const [artist, visitor] = [await newSignedIn(work.artist), await newVisitor()];
  await artist.getByRole('link', { name: `Edit ${work.title}` }).click();
  await artist.getByLabel('Title').fill('A better title');
  await artist.getByLabel('Price').fill('99');
  await artist.getByRole('button', { name: 'Save changes' }).click();
  await artist.waitForURL('**/dashboard');
  // The address stays when the title changes.
  await visitor.goto(`/posts/${work.slug}`);
  await expect(visitor.getByRole('heading', { name: 'A better title' })).toBeVisible();
  await expect(visitor.getByRole('main')).toContainText('€99');

  await artist.getByRole('button', { name: 'Unlist A better title' }).click();
  await expect(artist.getByText('Draft', { exact: true })).toBeVisible();
  await visitor.reload();
  await expect(visitor.getByText('There is nothing here')).toBeVisible();
  await artist.getByRole('button', { name: 'List A better title' }).click();
  await expect(artist.getByText('Listed', { exact: true })).toBeVisible();
  await artist.getByRole('button', { name: 'Unlist A better title' }).click();
  await artist.getByText('Delete A better title').click();
  await artist.getByRole('button', { name: 'Delete for good A better title' }).click();
  await expect(artist.getByText('Nothing posted yet')).toBeVisible();
});

test('pictures are put in order with the keyboard, and a wrong file is refused in words', async ({
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
  await artist.getByLabel('Picture 2: what does it show?').fill('All red');
  await artist.getByRole('button', { name: 'Move up : picture 2' }).focus();
  await artist.keyboard.press('Enter');
  await expect(artist.getByLabel('Picture 1: what does it show?')).toHaveValue('All red');
  await artist.getByRole('button', { name: 'Save changes' }).click();
  await artist.waitForURL('**/dashboard');
  await artist.goto(`/posts/${work.slug}`);
  await expect(artist.getByRole('main').getByRole('img').first()).toHaveAttribute('alt', 'All red');
});

test('another person’s work reads as not there', async ({ newSignedIn, shop }) => {
  const [work, draft, stranger] = [
    await addWork(shop),
    await addWork(shop, { status: 'DRAFT' }),
    await addPerson(shop),
  ];
  const page = await newSignedIn(stranger);
  await page.goto(`/posts/${work.slug}/edit`);
  await expect(page.getByText('There is nothing here')).toBeVisible();
  await page.goto(`/posts/${draft.slug}`);
  await expect(page.getByText('There is nothing here')).toBeVisible();
});

test('an artist sees the way to edit instead of the button to buy', async ({ newSignedIn, shop }) => {
  const work = await addWork(shop);
  const artist = await newSignedIn(work.artist);
  await artist.goto(`/posts/${work.slug}`);
  await expect(artist.getByRole('link', { name: 'Edit your work' })).toBeVisible();
  await expect(artist.getByRole('button', { name: 'Buy this work' })).toBeHidden();
});

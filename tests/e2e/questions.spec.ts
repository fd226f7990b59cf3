import { eventually } from '../support/eventually.ts';
import { addWork, type Mail, mailsTo, uniqueName } from '../support/shop/shop-data.ts';
import type { Shop } from '../support/shop/start-shop.ts';
import { expectAccessible } from './axe.ts';
import { expect, test } from './fixtures.ts';

/** The newest mail to an address with this in its text, once the worker has sent it. */
const mailWith = (shop: Shop, address: string, text: string): Promise<Mail> =>
  eventually(async () => {
    const found = (await mailsTo(shop, address)).find((mail) => mail.text.includes(text));
    if (!found) throw new Error(`no mail to ${address} has “${text}”`);
    return found;
  });

test('a guest asks and proves the address, the artist answers on the dashboard, both go on by mail, and no address is shown', async ({
  newVisitor,
  newSignedIn,
  shop,
}) => {
  const work = await addWork(shop);
  const email = `${uniqueName('guest')}@example.org`;
  const guest = await newVisitor({ javaScriptEnabled: false });
  await guest.goto(`/posts/${work.slug}`, { waitUntil: 'load' });
  await guest.getByRole('link', { name: 'Ask about this work' }).click();
  await guest.getByLabel('Your question').fill('Is it framed?\nSee https://example.net');
  await guest.getByLabel('Your name').fill('Ada');
  await guest.getByLabel('Your email').fill('ada');
  await guest.getByRole('button', { name: 'Send' }).click();
  await expect(guest.getByText('Enter an email address')).toBeVisible();
  await expect(guest.getByLabel('Your question')).toHaveValue('Is it framed?\nSee https://example.net');
  await guest.getByLabel('Your email').fill(email);
  await guest.getByRole('button', { name: 'Send' }).click();
  await expect(guest.getByText(`A mail with a link is on its way to ${email}`)).toBeVisible();
  const { text } = await mailWith(shop, email, '/messages/confirm');
  await guest.goto(/\/messages\/confirm\?token=[\w-]+/.exec(text)?.[0] ?? '', { waitUntil: 'load' });
  await guest.getByRole('button', { name: 'Send it' }).click();
  await expect(guest.getByText('Your question is on its way to the artist.')).toBeVisible();

  const artist = await newSignedIn(work.artist);
  await artist.getByRole('link', { name: 'Messages 1 unanswered' }).click();
  // Until then the list of works is there, which names this one as well.
  await expect(artist.getByRole('heading', { name: 'Messages', exact: true })).toBeVisible();
  await artist.getByRole('link', { name: work.title }).click();
  await expect(artist.getByLabel('Your answer')).toBeVisible();
  await expect(artist.getByText('See https://example.net')).toBeVisible();
  await expect(artist.getByRole('link', { name: /example\.net/ })).toHaveCount(0);
  await artist.getByLabel('Your answer').fill('Yes, in oak.');
  await artist.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(artist.getByRole('status').filter({ hasText: 'Sent.' })).toBeVisible();
  await expect(artist.getByRole('link', { name: 'Messages', exact: true })).toBeVisible();
  await expectAccessible(artist);

  const answer = await mailWith(shop, email, 'Yes, in oak.');
  await guest.goto(`${shop.mailUrl}/messages/${answer.id}`, { waitUntil: 'load' });
  await guest.getByLabel('Reply').fill('Then I take it.');
  await guest.getByRole('button', { name: 'Reply' }).click();
  await expect(guest.getByRole('status')).toContainText('stored');
  const question = await mailWith(shop, work.artist.email, 'Then I take it.');
  await guest.goto(`${shop.mailUrl}/messages/${question.id}`, { waitUntil: 'load' });
  await guest.getByLabel('Reply').fill('Thank you!');
  await guest.getByRole('button', { name: 'Reply' }).click();
  await expect(guest.getByRole('status')).toContainText('stored');

  await guest.goto(/\/messages\?token=[\w-]+/.exec(answer.text)?.[0] ?? '', { waitUntil: 'load' });
  await expect(guest.getByRole('listitem').filter({ hasText: 'Thank you!' })).toBeVisible();
  await artist.reload();
  for (const said of ['Is it framed?', 'Yes, in oak.', 'Then I take it.', 'Thank you!'])
    await expect(artist.getByText(said)).toBeVisible();
  expect(await artist.content()).not.toContain(email);
  expect(await guest.content()).not.toContain(work.artist.email);
  expect(JSON.stringify(answer)).not.toContain(work.artist.email);
  expect(JSON.stringify(question)).not.toContain(email);

  await artist.getByText('Report', { exact: true }).first().click();
  await artist.getByRole('button', { name: 'Report this message' }).first().click();
  await expect(artist.getByText('Say in a few words what is wrong with it.')).toBeVisible();
  await artist.getByLabel('What is wrong with this message?').first().fill('It leads elsewhere');
  await artist.getByRole('button', { name: 'Report this message' }).first().click();
  await expect(artist.getByText('You have reported this message.')).toBeVisible();
  await artist.getByText('Block', { exact: true }).click();
  await artist.getByRole('button', { name: 'Block them' }).click();
  await expect(artist.getByText('Blocked: you get no more messages from them.')).toBeVisible();
  await guest.getByLabel('Your message').fill('Hello?');
  await guest.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(guest.getByText('They have chosen to get no more messages from you.').first()).toBeVisible();
});

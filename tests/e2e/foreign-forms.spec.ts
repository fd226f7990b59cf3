import { hiddenFields } from '../support/http/html-form.ts';
import { addAccount } from '../support/shop/shop-data.ts';
import { expect, test } from './fixtures.ts';

test('a form is answered only if a page of the shop sent it', async ({ shop }) => {
  const { username } = await addAccount(shop);
  const page = await (await fetch(`${shop.url}/sign-in`)).text();
  const send = async (headers: Record<string, string>) => {
    const body = new FormData();
    for (const [name, value] of hiddenFields(page, 'name="password"') ?? []) body.set(name, value);
    body.set('name', username);
    body.set('password', 'not the password');
    const response = await fetch(`${shop.url}/sign-in`, { method: 'POST', body, headers, redirect: 'manual' });
    return `${response.status} ${(await response.text()).includes(username)}`;
  };
  expect(await send({ origin: shop.url })).toBe('200 true');
  expect(await send({ 'sec-fetch-site': 'same-origin' })).toBe('200 true');
  // Next itself answers a form without Origin.
  expect(await send({})).toBe('403 false');
  expect(await send({ 'sec-fetch-site': 'none' })).toBe('403 false');
  expect(await send({ origin: 'null' })).toBe('403 false');
  expect(await send({ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })).toBe('403 false');
});

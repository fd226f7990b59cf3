import { expect, test } from 'vitest';
import { type ResolveName, resolveTarget } from '#lib/outbound/resolve-target.ts';
import { sendWebhook } from '#lib/webhooks/send-webhook.ts';

// No private network is allowed here, which is the default.

const never = new AbortController().signal;
const resolvesTo =
  (...addresses: string[]): ResolveName =>
  async () =>
    addresses;
const PUBLIC = resolvesTo('1.1.1.1', '2606:4700:4700::1111');
const codeOf = (url: string, resolve = PUBLIC) =>
  resolveTarget(url, never, resolve).then(
    () => 'allowed',
    ({ code, field }) => `${code} ${field}`,
  );

const REFUSED = 'webhook-address-refused url';

test.each([
  'https://127.0.0.1/',
  'https://127.1/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0x7f.1/',
  'https://0177.0.0.1/',
  'https://0/',
  'https://127.0.0.1./',
  'https://①②⑦.⓪.⓪.①/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[0:0:0:0:0:ffff:a9fe:a9fe]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[fe80::1]/',
  'https://169.254.169.254/latest/meta-data/',
  'https://10.0.0.1/',
  'https://100.64.0.1/',
  'https://localhost/',
  'https://localhost./',
  'https://LOCALHOST/',
  'https://shop.localhost/',
])('%s is refused however it is written', async (url) => {
  // Names that this machine knows are not looked up.
  const local: ResolveName = async (name) => (/localhost/.test(name) ? ['127.0.0.1', '::1'] : ['1.1.1.1']);
  expect(await codeOf(url, local)).toBe(REFUSED);
  expect(await resolveTarget(url, never).catch(({ code }) => code)).toBe('webhook-address-refused');
});

test('one private address among the public ones is enough to refuse a name', async () => {
  expect(await codeOf('https://example.org/')).toBe('allowed');
  for (const address of ['10.1.2.3', '::1', '::ffff:192.168.0.1', '169.254.169.254', 'fd00::1']) {
    expect(await codeOf('https://example.org/', resolvesTo('1.1.1.1', address)), address).toBe(REFUSED);
  }
  expect(await codeOf('https://example.org/', resolvesTo())).toBe('webhook-name-unknown url');
});

test('only https at its usual port, without a password in the URL', async () => {
  for (const url of ['http://example.org/', 'https://example.org:8443/', 'https://example.org:22/', 'http://10.0.0.1/'])
    expect(await codeOf(url), url).toBe('webhook-url-insecure url');
  expect(await codeOf('https://example.org:443/')).toBe('allowed');
  expect(await codeOf('https://ada:secret@example.org/')).toBe('webhook-url-credentials url');
  expect(await codeOf('https://ada@example.org/')).toBe('webhook-url-credentials url');
});

test('a name that leads elsewhere by the time of the delivery is refused then, in words for its owner', async () => {
  const request = { url: 'https://example.org/', headers: {}, body: '{}' };
  const result = await sendWebhook(request, never, { resolveName: resolvesTo('127.0.0.1') });
  expect(result).toMatchObject({ status: null, error: expect.stringContaining('private or reserved network address') });
});

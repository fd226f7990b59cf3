import { expect, test } from 'vitest';
import { isBot } from '#lib/visits/is-bot.ts';

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';

test.for([
  BROWSER,
  'Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0',
])('is not a bot: %s', (agent) => {
  expect(isBot(new Headers({ 'user-agent': agent }))).toBe(false);
});

test.for([
  '',
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)',
  'Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)',
  'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36',
  'curl/8.16.0',
  'python-requests/2.32.5',
  'Chrome-Lighthouse',
])('is a bot: “%s”', (agent) => {
  expect(isBot(new Headers({ 'user-agent': agent }))).toBe(true);
});

test('a request without a user agent and a prefetch count as a bot', () => {
  expect(isBot(new Headers())).toBe(true);
  for (const [name, value] of [
    ['sec-purpose', 'prefetch;prerender'],
    ['sec-purpose', 'prefetch'],
    ['purpose', 'prefetch'],
    ['x-purpose', 'preview'],
    ['x-moz', 'prefetch'],
  ] as const) {
    expect(isBot(new Headers({ 'user-agent': BROWSER, [name]: value })), `${name}: ${value}`).toBe(true);
  }
});

import { expect, test } from 'vitest';
import { isAutomaticMail } from '#lib/domain/questions/automatic-mail.ts';
import { inertLinks } from '#lib/domain/questions/inert-links.ts';
import { replyTokensIn, threadReplyAddress } from '#lib/domain/questions/question-mail.ts';

const TOKEN = '0123456789abcdef0123456789abcdef01234567';

test('the address of a reply has its token, whatever a mail server does to it', () => {
  const replyTo = threadReplyAddress(TOKEN, 'shop@example.org');
  expect(replyTo).toBe(`reply+${TOKEN}@example.org`);
  // RFC 5321, 4.5.3.1.1
  expect(replyTo.split('@')[0]?.length).toBeLessThanOrEqual(64);
  expect(replyTokensIn(`"Ada, via" <${replyTo.toUpperCase()}>, mira@example.org`)).toEqual([TOKEN]);
  expect(replyTokensIn(`reply+${TOKEN.slice(1)}@example.org, reply+${TOKEN}x@example.org, reply@example.org`)).toEqual(
    [],
  );
});

test.for<[boolean, string, string]>([
  [true, 'auto-submitted', 'auto-replied'],
  [true, 'auto-submitted', 'auto-generated; x=y'],
  [false, 'auto-submitted', 'no'],
  [true, 'precedence', 'Bulk'],
  [false, 'precedence', 'first-class'],
  [true, 'return-path', '<>'],
  [false, 'return-path', '<mira@example.org>'],
  [true, 'content-type', 'multipart/report; report-type=delivery-status'],
  [false, 'content-type', 'multipart/mixed'],
  [true, 'list-id', '<list.example.org>'],
  [true, 'x-autoreply', 'yes'],
  [false, 'subject', 'auto-replied'],
])('%s: a program wrote a mail with %s: %s', ([expected, key, value]) => {
  expect(
    isAutomaticMail([
      { key: 'from', value: 'a@example.org' },
      { key, value },
    ]),
  ).toBe(expected);
});

test('what mail programs would make a link of reads the same and is none', () => {
  const text = 'See https://evil.example/a?b=1, www.evil.example or me@evil.example. It costs 3.50, e.g. now. Ok?';
  const inert = inertLinks(text);
  expect(inert.replaceAll('\u2060', '')).toBe(text);
  expect(inert).not.toMatch(/:\/\/|\w@\w|\w\.[a-z]{2}/);
  expect(inertLinks('It costs 3.50. It is here. Ok?')).toBe('It costs 3.50. It is here. Ok?');
});

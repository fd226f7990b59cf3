import { expect, test } from 'vitest';
import { parseStripeEvent, storableJson } from '#lib/schemas/stripe-events.ts';
import { sessionEvent } from '../../support/stripe/stripe-events.ts';

const event = sessionEvent('checkout.session.completed', { orderId: '00000000-0000-4000-8000-000000000001' });

/** The event as JSON, with the buyer's name inserted as written, including escapes. */
const named = (name: string) => JSON.stringify(event).replace('Ada Lovelace', () => name);

const nameIn = (text: string) => {
  const { object } = JSON.parse(text).data as { object: { customer_details: { name: string } } };
  return object.customer_details.name;
};

test.for<[string, string, string]>([
  ['a NUL', String.raw`A\u0000da`, 'Ada'],
  ['only NULs', String.raw`\u0000\u0000`, ''],
  ['a backslash before what looks like a NUL', String.raw`A\\u0000da`, String.raw`A\u0000da`],
  ['an escaped backslash and then a NUL', String.raw`A\\\u0000da`, 'A\\da'],
  ['a lone surrogate', String.raw`A\ud83dda`, 'A\ufffdda'],
  ['a surrogate pair', String.raw`A\ud83d\ude00da`, 'A😀da'],
  ['other escapes', String.raw`A\u0001\n\"da`, 'A\u0001\n"da'],
])('a name with %s becomes storable', ([, written, stored]) => {
  const { event: parsed, payload } = parseStripeEvent(named(written));
  expect(nameIn(payload)).toBe(stored);
  const { object } = parsed.data;
  expect(object.object === 'checkout.session' && object.customer_details?.name).toBe(stored);
});

test('a payload that is storable already stays the same byte for byte', () => {
  const body = `${JSON.stringify(event, null, 2)}\n`;
  expect(parseStripeEvent(body).payload).toBe(body);
  expect(storableJson(storableJson(named(String.raw`A\u0000`)))).toBe(storableJson(named(String.raw`A\u0000`)));
});

test.for(['', '{', 'null', '{"id":"evt_1"}', JSON.stringify({ ...event, created: 'now' })])(
  'refuses a payload that is not a sale event: %s',
  (body) => {
    expect(() => parseStripeEvent(body)).toThrow();
  },
);

import { expect, test } from 'vitest';
import { TRANSITIONS } from '#lib/domain/sale/sale.ts';
import {
  FAILING_SECONDS,
  MAX_ATTEMPTS,
  RETRY_SECONDS,
  retryAfterSeconds,
} from '#lib/domain/webhooks/retry-schedule.ts';
import { WEBHOOK_EVENT_NAMES, webhookEventsOf } from '#lib/domain/webhooks/webhook-events.ts';
import { endpointFormSchema, endpointSchema, WEBHOOK_SCHEMAS } from '#lib/schemas/webhooks.ts';

test('ten attempts take a little more than three days, each later by up to a tenth', () => {
  const seconds = (random: number) =>
    RETRY_SECONDS.reduce((sum, _, index) => sum + (retryAfterSeconds(index + 1, random) ?? 0), 0);
  expect(MAX_ATTEMPTS).toBe(10);
  expect(seconds(0)).toBe(272_105);
  expect(seconds(1)).toBeCloseTo(272_105 * 1.1);
  // The last attempt of the first message that fails switches the endpoint off.
  expect(seconds(0)).toBeGreaterThan(FAILING_SECONDS);
  expect(retryAfterSeconds(MAX_ATTEMPTS)).toBeNull();
  expect(retryAfterSeconds(MAX_ATTEMPTS + 1)).toBeNull();
});

test('each transition of a sale tells what its table says', () => {
  const told = TRANSITIONS.flatMap((row) => {
    const events = webhookEventsOf(row);
    return events.length > 0 ? [[`${row.from} ${row.event} ${row.to}`, events.join(' ')]] : [];
  });
  const late = ['CANCELLED', 'EXPIRED', 'FAILED'].flatMap((from) => [
    [`${from} paid PAID`, 'order.paid post.sold'],
    [`${from} paid REFUND_DUE`, 'order.refund_due'],
  ]);
  expect(told).toEqual([
    ['HELD paid PAID', 'order.paid post.sold'],
    ['PROCESSING paid PAID', 'order.paid post.sold'],
    ...late,
    ['REFUND_DUE refunded REFUNDED', 'order.refunded'],
    ['PAID refunded REFUNDED', 'order.refunded post.unpublished'],
    ['REFUNDED refund-failed REFUND_DUE', 'order.refund_due'],
    ['PAID dispute-opened DISPUTED', 'order.disputed'],
    ['DISPUTED dispute-won PAID', 'order.dispute_won'],
    ['DISPUTED dispute-lost REFUNDED', 'order.dispute_lost post.unpublished'],
  ]);
});

test('names are those of the specification, and each has a description of its body', () => {
  for (const name of WEBHOOK_EVENT_NAMES) expect(name).toMatch(/^[a-z]+\.[a-z_]+$/);
  expect(Object.keys(WEBHOOK_SCHEMAS)).toEqual(WEBHOOK_EVENT_NAMES);
});

test('the form of an endpoint: checkboxes become events, others are left out, and errors are about a field', () => {
  const parse = (fields: Record<string, string>) =>
    endpointFormSchema.safeParse({ scope: 'own', endpoint: '', url: 'https://example.org/h', ...fields });
  expect(parse({ 'order.paid': 'on', 'post.sold': 'on', 'post.eaten': 'on' }).data).toEqual({
    ...{ scope: 'own', endpoint: '', url: 'https://example.org/h' },
    events: ['post.sold', 'order.paid'],
  });
  // A program sends a list.
  const sent = { url: 'https://example.org/h', events: ['order.paid', 'order.paid', 'post.eaten'] };
  expect(endpointSchema.parse(sent).events).toEqual(['order.paid']);
  const fieldsOf = (fields: Record<string, string>) => parse(fields).error?.issues.map(({ path }) => path[0]);
  expect(fieldsOf({})).toEqual(['events']);
  for (const url of [
    '',
    'example.org',
    'ftp://example.org',
    'javascript:alert(1)',
    `https://e.org/${'x'.repeat(1000)}`,
  ])
    expect(fieldsOf({ url, 'post.sold': 'on' }), url).toEqual(['url']);
  expect(fieldsOf({ scope: 'everything', 'post.sold': 'on' })).toEqual(['scope']);
});

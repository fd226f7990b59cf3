import { expect, test } from 'vitest';
import { type EventExpectation, eventRefusal } from '#lib/domain/sale/event-refusal.ts';

const now = Date.parse('2026-11-29T12:00:00Z');
const created = now / 1000;
const shop: EventExpectation = { isLive: false, apiVersion: '2026-10-28.endive', now };
const event = { livemode: false, api_version: '2026-10-28.endive', created };

test.for<[string, Partial<typeof event>]>([
  ['of this mode and version', {}],
  ['of another version of the same year', { api_version: '2026-03-25.dahlia' }],
  ['from three years ago', { created: created - 3 * 365 * 86_400 }],
  ['a few minutes ahead, because clocks differ', { created: created + 5 * 60 }],
])('an event %s is accepted', ([, changes]) => {
  expect(eventRefusal({ ...event, ...changes }, shop)).toBeNull();
});

test('an event that says nothing about its mode and version contradicts neither', () => {
  expect(eventRefusal({ created }, shop)).toBeNull();
  expect(eventRefusal({ created, api_version: null }, shop)).toBeNull();
});

test.for<[string, Partial<typeof event>, Partial<EventExpectation>, RegExp]>([
  ['a live event beside a test key', { livemode: true }, {}, /live event, but STRIPE_SECRET_KEY is a test key/],
  ['a test event beside a live key', {}, { isLive: true }, /test event, but STRIPE_SECRET_KEY is a live key/],
  ['the API version of another year', { api_version: '2025-10-28.clover' }, {}, /2025-10-28.*endpoint.*2026-10-28/],
  ['a much older API version', { api_version: '2019-05-16' }, {}, /2019-05-16/],
  ['the API version of next year', { api_version: '2027-01-13.endive' }, {}, /2027-01-13/],
  ['a time an hour ahead', { created: created + 3600 }, {}, /1 h ahead/],
  ['a time a quarter of an hour ahead', { created: created + 900 }, {}, /15 min ahead/],
  ['a time that no calendar has', { created: 9_000_000_000_000_000 }, {}, /days ahead/],
])('%s is refused with its reason', ([, changes, expectation, reason]) => {
  expect(eventRefusal({ ...event, ...changes }, { ...shop, ...expectation })).toMatch(reason);
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ARTIST_QUOTA, DECODING_SECONDS_PER_HOUR, FIRST_QUOTA } from '#lib/domain/quotas.ts';
import { KEPT_SECONDS } from '#lib/domain/retention.ts';
import { STREAM_LIMITS } from '#lib/live/live-places.ts';

const text = readFileSync('docs/production.md', 'utf8');
const limitOf = (what: string) =>
  text
    .split('\n')
    .find((line) => line.startsWith(`| ${what}`))
    ?.split(' | ')[1];
const count = (number: number) => number.toLocaleString('en');
const gib = (bytes: number) => `${bytes / 1024 ** 3} GiB`;

test('docs/production.md has the limits that are in force', () => {
  const after = (first: string, later: string) => `${first}, ${later} after its first sale`;
  expect(limitOf('pictures of one account')).toBe(after(count(FIRST_QUOTA.pictures), count(ARTIST_QUOTA.pictures)));
  expect(limitOf('originals of one')).toBe(after(gib(FIRST_QUOTA.pictureBytes), gib(ARTIST_QUOTA.pictureBytes)));
  expect(limitOf('drafts of one')).toBe(after(count(FIRST_QUOTA.drafts), count(ARTIST_QUOTA.drafts)));
  expect(limitOf('time for which')).toBe(`${DECODING_SECONDS_PER_HOUR / 60} minutes an hour`);
  expect(limitOf('live updates from')).toBe(`${STREAM_LIMITS.address} and ${STREAM_LIMITS.network} streams`);
  expect(text).toContain(`are deleted ${KEPT_SECONDS.loosePicture / 3_600} hours\nafter their upload at the earliest`);
});

test('docs/production.md has the limits of nginx', () => {
  const nginx = readFileSync('deploy/nginx.conf', 'utf8');
  const rateOf = (zone: string) => new RegExp(`zone=${zone}:\\S+ rate=(\\d+)r/s`).exec(nginx)?.[1];
  const burstOf = (zone: string) => new RegExp(`limit_req zone=${zone} burst=(\\d+)`).exec(nginx)?.[1];
  const line = text.replaceAll('\n', ' ');
  expect(line).toContain(`${rateOf('views')} pages a second with bursts of ${burstOf('views')}`);
  expect(line).toContain(`${rateOf('searches')} searches with bursts of ${burstOf('searches')}`);
  expect(line).toContain(`${rateOf('requests')} of all other requests with bursts of ${burstOf('requests')}`);
  expect(line).toContain(`and ${/limit_conn connections (\d+)/.exec(nginx)?.[1]} at the same time`);
});

import { expect, test } from 'vitest';
import { isCurrency, maximumAmount, minimumAmount } from '#lib/domain/money/currencies.ts';
import { POST_LIMITS } from '#lib/domain/posts/post-limits.ts';
import { profileSchema, signUpSchema } from '#lib/schemas/accounts.ts';
import { DEMO_ARTISTS } from '../../../demo/artists.ts';
import { DEMO_SIGN_INS, demoUsers } from '../../../demo/demo-users.ts';
import { planGallery } from '../../../demo/plan-gallery.ts';

const NOW = new Date('2026-11-23T12:00:00Z');
const plans = planGallery(NOW);
const lengthOf = (text: string) => [...text].length;

test.each(plans.map((plan) => [plan.work.title, plan] as const))('“%s” is within the limits of the form', (_, plan) => {
  const { work, artist } = plan;
  expect(lengthOf(work.title)).toBeGreaterThan(0);
  expect(lengthOf(work.title)).toBeLessThanOrEqual(POST_LIMITS.title);
  expect(lengthOf(work.description)).toBeLessThanOrEqual(POST_LIMITS.description);
  expect(lengthOf(plan.content)).toBeLessThanOrEqual(POST_LIMITS.content);
  expect(lengthOf(work.medium)).toBeLessThanOrEqual(POST_LIMITS.short);
  expect(lengthOf(work.alt)).toBeLessThanOrEqual(POST_LIMITS.alt);
  expect(lengthOf(work.alt)).toBeGreaterThan(20);
  expect(work.tags.length).toBeLessThanOrEqual(POST_LIMITS.tags);
  expect(new Set(work.tags).size).toBe(work.tags.length);
  for (const tag of work.tags) {
    expect(lengthOf(tag)).toBeLessThanOrEqual(POST_LIMITS.tag);
    expect(tag).toBe(tag.toLowerCase().trim());
  }
  expect(isCurrency(artist.currency)).toBe(true);
  expect(plan.priceAmount).toBeGreaterThanOrEqual(minimumAmount(artist.currency));
  expect(plan.priceAmount).toBeLessThanOrEqual(maximumAmount(artist.currency));
});

test('every work is planned once, with a unique slug', () => {
  expect(plans).toHaveLength(DEMO_ARTISTS.reduce((sum, { works }) => sum + works.length, 0));
  expect(new Set(plans.map(({ id }) => id)).size).toBe(plans.length);
  expect(new Set(plans.map(({ slug }) => slug)).size).toBe(plans.length);
});

test('dates fit the state: published in the past, sold after publishing, drafts never published', () => {
  for (const { status, createdAt, listedAt, soldAt } of plans) {
    expect(soldAt !== null).toBe(status === 'SOLD');
    expect(listedAt === null).toBe(status === 'DRAFT');
    if (listedAt) expect(createdAt < listedAt && listedAt < NOW).toBe(true);
    if (listedAt && soldAt) expect(listedAt < soldAt && soldAt < NOW).toBe(true);
  }
  for (const { listedAt, visitors } of plans) {
    expect(visitors[0]?.day).toBe(listedAt?.toISOString().slice(0, 10));
    if (listedAt) expect(visitors.at(-1)?.day).toBe('2026-11-23');
    expect(visitors.every((day) => day.visitors > 0)).toBe(true);
  }
  const sold = plans.filter(({ status }) => status === 'SOLD').length;
  expect(sold / plans.length).toBeGreaterThan(0.1);
  expect(sold / plans.length).toBeLessThan(0.25);
});

test('the first page mixes artists and formats', () => {
  const first = plans.slice(0, 12);
  expect(new Set(first.map(({ artist }) => artist.username)).size).toBe(DEMO_ARTISTS.length);
  expect(new Set(first.map(({ work }) => work.format)).size).toBeGreaterThanOrEqual(5);
  first.slice(1).forEach(({ artist }, index) => {
    expect(artist.username).not.toBe(first[index]?.artist.username);
  });
});

test('what each demo account says of itself is as the form stores it', () => {
  for (const { displayName, bio, place, statement, links } of demoUsers()) {
    const profile = { displayName, bio, place, statement, links };
    expect(profileSchema.parse(profile)).toEqual(profile);
  }
  for (const { place, statement, links } of DEMO_ARTISTS)
    expect([place !== '', statement.length > 1, links.length > 0]).toEqual([true, true, true]);
});

test('each demo sign-in is valid for the sign-up form and has a user', () => {
  const users = demoUsers();
  expect(new Set(users.map(({ username }) => username)).size).toBe(users.length);
  for (const { username, email, bio } of users) {
    expect(signUpSchema.safeParse({ username, email, password: 'fours-ofxx-four2-four3' }).error).toBeUndefined();
    expect(lengthOf(bio)).toBeLessThanOrEqual(1_000);
  }
  expect(DEMO_SIGN_INS.map(({ role }) => role)).toEqual(['artist', 'buyer', 'admin']);
  for (const { username } of DEMO_SIGN_INS) expect(users.some((user) => user.username === username)).toBe(true);
});

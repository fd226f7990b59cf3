import { beforeAll, beforeEach, expect, test } from 'vitest';
import { acceptTerms } from '#lib/accounts/accept-terms.ts';
import { signUp } from '#lib/accounts/sign-up.ts';
import { db } from '#lib/db.ts';
import { unconvertedQuote } from '#lib/domain/exchange/quote.ts';
import { openSession } from '#lib/orders/checkout/open-session.ts';
import { placeHold } from '#lib/orders/checkout/place-hold.ts';
import { createPost } from '#lib/posts/create-post.ts';
import { publishPost } from '#lib/posts/publish-post.ts';
import { waitForRedis } from '#lib/redis.ts';
import { refreshShop } from '#lib/settings/refresh-shop.ts';
import { termsToAccept } from '#lib/settings/terms.ts';
import { makePost, makeUser, postInput, uniqueName } from '../../support/database/factories.ts';
import { startTestStripe } from '../../support/stripe/start-test-stripe.ts';

const stripe = await startTestStripe();

/** Puts the next version of the terms in force. */
async function publishTerms(): Promise<number> {
  const number = (await db().legalPageVersion.count({ where: { page: 'terms' } })) + 1;
  await db().legalPageVersion.create({ data: { page: 'terms', number, text: `Version ${number}.` } });
  await refreshShop();
  return number;
}

const termsOf = (id: string) =>
  db().user.findFirstOrThrow({ where: { id }, select: { termsVersion: true, termsAcceptedAt: true } });

const account = () => {
  const username = uniqueName('new');
  return { username, email: `${username}@example.org`, password: 'a long enough password', key: undefined };
};

type Held = { id: string; priceAmount: bigint; priceCurrency: string };

const placeHoldOn = async (post: Held) => {
  const buyer = { viewer: null, token: uniqueName('token'), address: null };
  const price = { amount: Number(post.priceAmount), currency: post.priceCurrency };
  return (await placeHold(buyer, post.id, unconvertedQuote(price))) ?? '';
};

const holdOf = async (post: Held) => {
  const id = await placeHoldOn(post);
  return db().order.findFirstOrThrow({ where: { id }, select: { termsVersion: true, termsAcceptedAt: true } });
};

/** The checkout session of a new hold, as Stripe has it. */
const sessionOfNewHold = async () => sessionOf(await placeHoldOn(await makePost()));

async function sessionOf(id: string) {
  await openSession(id);
  const { sessions } = await stripe.state();
  return sessions.find((session) => session.client_reference_id === id);
}

beforeAll(() => waitForRedis(10_000));
beforeEach(() => refreshShop());

// The first test: the later ones have terms.
test('a shop without terms asks nobody and records nothing', async () => {
  const artist = await makeUser();
  expect(await termsToAccept(artist.id)).toBeNull();
  expect(await holdOf(await makePost())).toEqual({ termsVersion: null, termsAcceptedAt: null });
  const { id } = await signUp({ ...account(), terms: 1 }, 'address');
  expect(await termsOf(id)).toEqual({ termsVersion: null, termsAcceptedAt: null });
});

test('the version and the time are recorded at sign-up and at a purchase', async () => {
  const version = await publishTerms();
  const { id } = await signUp({ ...account(), terms: version }, 'address');
  expect(await termsOf(id)).toEqual({ termsVersion: version, termsAcceptedAt: expect.any(Date) });
  // A form that named none, or one that is to come.
  const { id: other } = await signUp({ ...account(), terms: version + 1 }, 'address');
  expect((await termsOf(other)).termsVersion).toBeNull();
  expect(await holdOf(await makePost())).toEqual({ termsVersion: version, termsAcceptedAt: expect.any(Date) });
});

test('an artist agrees before the next listing; what is listed, and orders, go on', async () => {
  const version = await publishTerms();
  const artist = await makeUser();
  const listed = await makePost({ artistId: artist.id });
  const draft = await makePost({ artistId: artist.id, status: 'DRAFT', listedAt: null });
  await expect(publishPost(artist, draft.id)).rejects.toMatchObject({ code: 'terms-not-accepted' });
  const pictures = [{ id: (await db().postImage.findFirstOrThrow({ where: { postId: draft.id } })).id, alt: '' }];
  await expect(createPost(artist, postInput({ pictures }), { publish: true })).rejects.toMatchObject({
    code: 'terms-not-accepted',
  });
  expect(await holdOf(listed)).toMatchObject({ termsVersion: version });

  await expect(acceptTerms(artist, version - 1)).rejects.toMatchObject({ code: 'terms-changed' });
  await acceptTerms(artist, version);
  await acceptTerms(artist, version);
  await publishPost(artist, draft.id);
  expect(await termsOf(artist.id)).toMatchObject({ termsVersion: version });
  expect(await db().auditEntry.count({ where: { actorId: artist.id, action: 'terms-accepted' } })).toBe(1);

  expect(await termsToAccept(artist.id)).toBeNull();
  const next = await publishTerms();
  expect(await termsToAccept(artist.id)).toBe(next);
  expect(await db().post.findFirstOrThrow({ where: { id: draft.id } })).toMatchObject({ status: 'LISTED' });
});

test('Stripe’s page has the shop’s name and its terms, and asks for them where the host says so', async () => {
  const terms = `/terms?version=${await publishTerms()}) of Fog & Light `;
  await db().shopSetting.create({ data: { section: 'identity', data: { name: 'Fog & Light]' } } });
  await refreshShop();
  expect(await sessionOfNewHold()).toMatchObject({
    branding_settings: { display_name: 'Fog & Light]' },
    consent_collection: null,
    custom_text: { submit: { message: expect.stringContaining(terms) } },
  });
  await db().shopSetting.create({ data: { section: 'terms', data: { atPayment: 'on' } } });
  await refreshShop();
  expect(await sessionOfNewHold()).toMatchObject({
    consent_collection: { terms_of_service: 'required' },
    custom_text: { submit: null, terms_of_service_acceptance: { message: expect.stringContaining(terms) } },
  });
  // What a buyer agrees to is what the order says, whatever was published since the hold.
  const held = await placeHoldOn(await makePost());
  await publishTerms();
  expect(await sessionOf(held)).toMatchObject({
    custom_text: { terms_of_service_acceptance: { message: expect.stringContaining(terms) } },
  });
});

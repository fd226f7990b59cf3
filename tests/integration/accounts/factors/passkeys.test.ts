import { expect, test } from 'vitest';
import { addPasskey, newPasskeyQuestion } from '#lib/accounts/factors/add-passkey.ts';
import { deleteExpiredChallenges } from '#lib/accounts/factors/passkey-challenges.ts';
import { type PasskeyQuestion, passkeyQuestion, provePasskey } from '#lib/accounts/factors/prove-passkey.ts';
import { removePasskey } from '#lib/accounts/factors/remove-passkey.ts';
import { requireSignInMethods } from '#lib/accounts/factors/sign-in-methods.ts';
import { db } from '#lib/db.ts';
import { MAX_PASSKEYS } from '#lib/domain/second-factors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { waitForRedis } from '#lib/redis.ts';
import { makeUser } from '../../../support/database/factories.ts';
import { createSoftPasskey, type SoftPasskey } from '../../../support/soft-passkey.ts';

await waitForRedis();

const SHOP = { origin: 'http://localhost:3000', rpId: 'localhost' };
const SIGN_IN: PasskeyQuestion = { purpose: 'sign-in', userId: null };
const REFUSED = { code: 'passkey-refused' };
const HERE = 'an address';

const secondFactorOf = ({ id }: Viewer): PasskeyQuestion => ({ purpose: 'second-factor', userId: id });
const confirmOf = ({ id }: Viewer): PasskeyQuestion => ({ purpose: 'confirm', userId: id });
const challengeFor = async (question: PasskeyQuestion) => (await passkeyQuestion(question, HERE)).challenge;
const proveNow = async (passkey: SoftPasskey, question: PasskeyQuestion, isVerified = true) =>
  provePasskey(question, passkey.prove({ challenge: await challengeFor(question), isVerified }));

async function add(user: Viewer, passkey = createSoftPasskey(SHOP), name = 'phone') {
  const { challenge } = await newPasskeyQuestion(user, HERE);
  return { passkey, codes: await addPasskey(user, name, passkey.register({ challenge })) };
}

test('a passkey signs its owner in, as the second factor and alone, and confirms who they are', async () => {
  const user = await makeUser({ passwordHash: 'a hash' });
  const { passkey, codes } = await add(user);
  expect(codes).toHaveLength(10);
  expect((await add(user)).codes).toBeNull();
  for (const question of [SIGN_IN, secondFactorOf(user), confirmOf(user)])
    expect(await proveNow(passkey, question)).toMatchObject({ id: user.id, sessionVersion: 0 });
  const { passkeys, hasSecondFactor } = await requireSignInMethods(user.id);
  expect(hasSecondFactor).toBe(true);
  expect(passkeys).toHaveLength(2);
  expect(passkeys.find(({ id }) => id === passkey.id)).toMatchObject({ name: 'phone', isBackedUp: false });
  expect(passkeys.find(({ id }) => id === passkey.id)?.lastUsedAt).toMatch(/Z$/);
});

test('alone it must have checked its owner; after the password its presence is enough', async () => {
  const user = await makeUser();
  const { passkey } = await add(user);
  await expect(proveNow(passkey, SIGN_IN, false)).rejects.toMatchObject(REFUSED);
  await expect(proveNow(passkey, confirmOf(user), false)).rejects.toMatchObject(REFUSED);
  expect(await proveNow(passkey, secondFactorOf(user), false)).toMatchObject({ id: user.id });
});

test('a challenge counts once, for one purpose and one account, for five minutes', async () => {
  const [user, other] = [await makeUser(), await makeUser()];
  const [{ passkey }, { passkey: others }] = [await add(user), await add(other)];
  const challenge = await challengeFor(SIGN_IN);
  expect(await provePasskey(SIGN_IN, passkey.prove({ challenge }))).toMatchObject({ id: user.id });
  await expect(provePasskey(SIGN_IN, passkey.prove({ challenge }))).rejects.toMatchObject(REFUSED);

  const forSignIn = passkey.prove({ challenge: await challengeFor(SIGN_IN) });
  await expect(provePasskey(secondFactorOf(user), forSignIn)).rejects.toMatchObject(REFUSED);
  const forConfirmation = passkey.prove({ challenge: await challengeFor(confirmOf(user)) });
  await expect(provePasskey(secondFactorOf(user), forConfirmation)).rejects.toMatchObject(REFUSED);
  const forOther = passkey.prove({ challenge: await challengeFor(secondFactorOf(other)) });
  await expect(provePasskey(secondFactorOf(user), forOther)).rejects.toMatchObject(REFUSED);
  // Another account's passkey is no second factor here.
  await expect(proveNow(others, secondFactorOf(user))).rejects.toMatchObject({ code: 'passkey-unknown' });
  await expect(proveNow(others, confirmOf(user))).rejects.toMatchObject({ code: 'passkey-unknown' });

  const expired = await challengeFor(SIGN_IN);
  const { expiresAt } = await db().passkeyChallenge.findUniqueOrThrow({ where: { challenge: expired } });
  expect(Math.abs(expiresAt.getTime() - Date.now() - 5 * 60_000)).toBeLessThan(10_000);
  await db().passkeyChallenge.update({ where: { challenge: expired }, data: { expiresAt: new Date(Date.now() - 1) } });
  await expect(provePasskey(SIGN_IN, passkey.prove({ challenge: expired }))).rejects.toMatchObject(REFUSED);
  expect(await deleteExpiredChallenges()).toBe(1);
  expect(await db().passkeyChallenge.count({ where: { challenge: expired } })).toBe(0);
});

test('two requests with one signature open one session', async () => {
  const user = await makeUser();
  const { passkey } = await add(user);
  const proof = passkey.prove({ challenge: await challengeFor(SIGN_IN) });
  const results = await Promise.allSettled([provePasskey(SIGN_IN, proof), provePasskey(SIGN_IN, proof)]);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('what was signed for another site, by another key, or by a copy is refused', async () => {
  const user = await makeUser();
  const { passkey } = await add(user);
  const challenge = () => challengeFor(SIGN_IN);
  const forged = { ...createSoftPasskey(SHOP).prove({ challenge: await challenge() }), id: passkey.id };
  for (const proof of [
    passkey.prove({ challenge: await challenge(), origin: 'https://evil.example' }),
    passkey.prove({ challenge: await challenge(), rpId: 'evil.example' }),
    passkey.prove({ challenge: 'bWFkZSB1cA' }),
    forged,
  ])
    await expect(provePasskey(SIGN_IN, proof)).rejects.toMatchObject(REFUSED);
  await proveNow(passkey, SIGN_IN);
  passkey.counter = 1;
  await expect(proveNow(passkey, SIGN_IN)).rejects.toMatchObject(REFUSED);
  await expect(proveNow(createSoftPasskey(SHOP), SIGN_IN)).rejects.toMatchObject({ code: 'passkey-unknown' });
  for (const clientDataJSON of ['x', '', Buffer.from('{"challenge":"\\u0000"}').toString('base64url')]) {
    const proof = passkey.prove({ challenge: 'x' });
    const broken = { ...proof, response: { ...proof.response, clientDataJSON } };
    await expect(provePasskey(SIGN_IN, broken)).rejects.toMatchObject(REFUSED);
  }
});

test('a suspended account’s passkey opens nothing', async () => {
  const user = await makeUser();
  const { passkey } = await add(user);
  await db().user.update({ where: { id: user.id }, data: { suspendedAt: new Date() } });
  await expect(proveNow(passkey, SIGN_IN)).rejects.toMatchObject({ code: 'suspended' });
});

test('a passkey is added by the one who was asked, once', async () => {
  const [user, other] = [await makeUser(), await makeUser()];
  const passkey = createSoftPasskey(SHOP);
  const { challenge } = await newPasskeyQuestion(user, HERE);
  await expect(addPasskey(other, 'stolen', passkey.register({ challenge }))).rejects.toMatchObject(REFUSED);
  await expect(
    addPasskey(user, 'elsewhere', passkey.register({ challenge, origin: 'https://evil.example' })),
  ).rejects.toMatchObject(REFUSED);
  // It was taken by the failed attempt.
  await expect(addPasskey(user, 'late', passkey.register({ challenge }))).rejects.toMatchObject(REFUSED);
  await add(user, passkey);
  await expect(add(other, passkey)).rejects.toMatchObject({ code: 'passkey-exists' });
  expect(await db().passkey.findMany({ where: { id: passkey.id } })).toMatchObject([{ userId: user.id }]);
  const { excludeCredentials, user: shown } = await newPasskeyQuestion(user, HERE);
  expect(excludeCredentials).toMatchObject([{ id: passkey.id }]);
  expect(shown).toMatchObject({ name: user.username });
});

test('an account has at most twenty passkeys', async () => {
  const user = await makeUser();
  const data = (id: number) => ({
    id: `made-up-${user.id}-${id}`,
    userId: user.id,
    publicKey: new Uint8Array(1),
    name: 'x',
  });
  const { challenge } = await newPasskeyQuestion(user, HERE);
  await db().passkey.createMany({ data: Array.from({ length: MAX_PASSKEYS }, (_, id) => data(id)) });
  await expect(newPasskeyQuestion(user, HERE)).rejects.toMatchObject({ code: 'too-many-passkeys' });
  await expect(addPasskey(user, 'one more', createSoftPasskey(SHOP).register({ challenge }))).rejects.toMatchObject({
    code: 'too-many-passkeys',
  });
});

test('a passkey is removed by its owner, and the last way in stays', async () => {
  const user = await makeUser();
  const [{ passkey: first }, { passkey: second }] = [await add(user), await add(user)];
  await expect(removePasskey(await makeUser(), first.id)).rejects.toMatchObject({ code: 'not-found' });
  // Both at once: one of them stays.
  const results = await Promise.allSettled([removePasskey(user, first.id), removePasskey(user, second.id)]);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const [left] = (await requireSignInMethods(user.id)).passkeys;
  await expect(removePasskey(user, left?.id ?? '')).rejects.toMatchObject({ code: 'last-way-in' });

  await db().user.update({ where: { id: user.id }, data: { passwordHash: 'a hash' } });
  await removePasskey(user, left?.id ?? '');
  expect(await requireSignInMethods(user.id)).toMatchObject({ passkeys: [], recoveryCodes: 0, hasSecondFactor: false });
  for (const passkey of [first, second])
    await expect(proveNow(passkey, SIGN_IN)).rejects.toMatchObject({ code: 'passkey-unknown' });
});

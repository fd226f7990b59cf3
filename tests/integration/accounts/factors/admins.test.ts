import { expect, test } from 'vitest';
import { listAccounts } from '#lib/accounts/list-accounts.ts';
import { restoreAccount } from '#lib/accounts/restore-account.ts';
import { suspendAccount } from '#lib/accounts/suspend-account.ts';
import { acceptRate, discardRate } from '#lib/currency/decide-rate.ts';
import { requestRateFetch } from '#lib/currency/request-rate-fetch.ts';
import { db } from '#lib/db.ts';
import { getSale } from '#lib/orders/queries.ts';
import { requestRefund } from '#lib/orders/refunds/request-refund.ts';
import { clearFlag, rejectPayment } from '#lib/orders/settlement/resolve-flag.ts';
import { hidePost, showPost } from '#lib/posts/moderate-post.ts';
import { makeHeldOrder, makePost, makeUser } from '../../../support/database/factories.ts';

const RATE = { source: 'ecb', currency: 'USD', day: '2026-11-27', rate: '1.1' };

test('an admin without a second factor reads and changes nothing, and is told why', async () => {
  const admin = { ...(await makeUser({ role: 'ADMIN' })), hasSecondFactor: false };
  const other = await makeUser();
  const { orderId } = await makeHeldOrder({ status: 'PAID', paymentIntentId: 'pi_1', flag: 'Look at this' });
  for (const command of [
    () => suspendAccount(admin, other.id),
    () => restoreAccount(admin, other.id),
    () => listAccounts(admin, { search: '', after: '' }),
    () => acceptRate(admin, RATE),
    () => discardRate(admin, RATE),
    () => requestRateFetch(admin),
    () => requestRefund(admin, orderId),
    () => rejectPayment(admin, orderId),
    () => clearFlag(admin, orderId),
  ])
    await expect(command()).rejects.toMatchObject({ code: 'admin-needs-factor' });
  expect(await getSale(admin, orderId)).toBeNull();
  expect(await db().user.findUnique({ where: { id: other.id } })).toMatchObject({ suspendedAt: null });
  expect(await db().order.findUnique({ where: { id: orderId } })).toMatchObject({
    flag: 'Look at this',
    refundRequestedAt: null,
  });
});

test('a moderator without a second factor hides nothing', async () => {
  const moderator = { ...(await makeUser({ role: 'MODERATOR' })), hasSecondFactor: false };
  const { id } = await makePost();
  await expect(hidePost(moderator, id, 'A reason')).rejects.toMatchObject({ code: 'admin-needs-factor' });
  await expect(showPost(moderator, id)).rejects.toMatchObject({ code: 'admin-needs-factor' });
  expect(await db().post.findUnique({ where: { id } })).toMatchObject({ hiddenAt: null });
});

test('what is their own is an admin’s without a second factor too', async () => {
  const admin = { ...(await makeUser({ role: 'ADMIN' })), hasSecondFactor: false };
  const { orderId } = await makeHeldOrder({ post: await makePost({ artistId: admin.id }) });
  expect(await getSale(admin, orderId)).toMatchObject({ id: orderId });
  await expect(requestRefund(admin, orderId)).rejects.toMatchObject({ code: 'not-refundable' });
});

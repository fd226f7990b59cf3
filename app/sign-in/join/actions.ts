'use server';

import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { authenticate } from '#lib/accounts/authenticate.ts';
import { addIdentity, sendJoinLink } from '#lib/accounts/join-identity.ts';
import { readDevice } from '#lib/auth/device-cookie.ts';
import { formAction } from '#lib/auth/form-action.ts';
import { type PendingJoin, pendingJoin } from '#lib/auth/pending-join.ts';
import { problemParams } from '#lib/auth/problem.ts';
import { requestAddress, requestNetwork } from '#lib/auth/request-address.ts';
import { signInOrAskFactor } from '#lib/auth/sign-in-or-ask-factor.ts';
import { noteActionStarted } from '#lib/database-errors.ts';
import { ownPath } from '#lib/http/own-path.ts';
import { confirmPasswordSchema } from '#lib/schemas/accounts.ts';

/** With the account's password: joins the two and signs in. */
export const joinAction = formAction({ schema: confirmPasswordSchema, shown: {} }, async ({ password }) => {
  const pending = await requirePending();
  const sent = await headers();
  const from = [requestAddress(sent).key, requestNetwork(sent), await readDevice()] as const;
  const account = await authenticate({ name: pending.email, password }, ...from);
  await addIdentity(account.id, pending);
  await pendingJoin.remove();
  return signInOrAskFactor(account, ownPath(pending.next, '/dashboard'));
});

/** “Send me a link instead”. */
export async function sendJoinLinkAction(): Promise<void> {
  noteActionStarted();
  let result: Record<string, string> = { sent: '1' };
  try {
    await sendJoinLink(await requirePending());
  } catch (error) {
    result = problemParams(error);
  }
  redirect(`/sign-in/join?${new URLSearchParams(result)}`);
}

async function requirePending(): Promise<PendingJoin> {
  return (await pendingJoin.read()) ?? redirect('/sign-in?error=sign-in-expired');
}

'use server';

import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { findAskedFactors } from '#lib/accounts/factors/find-asked-factors.ts';
import { passkeyQuestion, provePasskey } from '#lib/accounts/factors/prove-passkey.ts';
import { takeCode } from '#lib/accounts/factors/take-code.ts';
import { formAction } from '#lib/auth/form-action.ts';
import { type PendingSignIn, pendingSignIn } from '#lib/auth/pending-sign-in.ts';
import { questionState } from '#lib/auth/question-state.ts';
import { requestAddress } from '#lib/auth/request-address.ts';
import { startSession } from '#lib/auth/session.ts';
import { noteActionStarted } from '#lib/database-errors.ts';
import type { QuestionState } from '#lib/domain/second-factors.ts';
import { ownPath } from '#lib/http/own-path.ts';
import { codeSchema, passkeyProofFormSchema } from '#lib/schemas/passkeys.ts';

/** “Sign in” with the code of an authenticator app, or with a recovery code. */
export const codeSignInAction = formAction({ schema: codeSchema, shown: {} }, async ({ code }) => {
  const pending = await requirePending();
  await takeCode(pending.id, code, requestAddress(await headers()).key);
  return finishSignIn(pending);
});

/** “Use a passkey”: what the browser needs for it. */
export async function passkeyFactorQuestionAction(): Promise<QuestionState<PublicKeyCredentialRequestOptionsJSON>> {
  noteActionStarted();
  return questionState(async () => {
    const { id } = await requirePending();
    return passkeyQuestion({ purpose: 'second-factor', userId: id }, requestAddress(await headers()).key);
  });
}

export const passkeyFactorAction = formAction({ schema: passkeyProofFormSchema, shown: {} }, async ({ passkey }) => {
  const pending = await requirePending();
  await provePasskey({ purpose: 'second-factor', userId: pending.id }, passkey);
  return finishSignIn(pending);
});

/** The sign-in that has begun in this browser; without one, or after a change of the account, it has to begin again. */
async function requirePending(): Promise<PendingSignIn> {
  const pending = await pendingSignIn.read();
  if (pending && (await findAskedFactors(pending))) return pending;
  await pendingSignIn.remove();
  redirect('/sign-in?error=sign-in-expired');
}

async function finishSignIn(pending: PendingSignIn): Promise<never> {
  await startSession(pending, { isFactorProven: true });
  await pendingSignIn.remove();
  redirect(ownPath(pending.next, '/dashboard'));
}

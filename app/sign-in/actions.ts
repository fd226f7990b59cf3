'use server';

import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { authenticate } from '#lib/accounts/authenticate.ts';
import { passkeyQuestion, provePasskey } from '#lib/accounts/factors/prove-passkey.ts';
import { readDevice } from '#lib/auth/device-cookie.ts';
import { formAction } from '#lib/auth/form-action.ts';
import { questionState } from '#lib/auth/question-state.ts';
import { requestAddress, requestNetwork } from '#lib/auth/request-address.ts';
import { signOut, startSession } from '#lib/auth/session.ts';
import { signInOrAskFactor } from '#lib/auth/sign-in-or-ask-factor.ts';
import { noteActionStarted } from '#lib/database-errors.ts';
import { SHOWN_IN_SIGN_IN } from '#lib/domain/account-limits.ts';
import type { QuestionState } from '#lib/domain/second-factors.ts';
import { ownPath } from '#lib/http/own-path.ts';
import { signInSchema } from '#lib/schemas/accounts.ts';
import { passkeyProofFormSchema } from '#lib/schemas/passkeys.ts';

export const signInAction = formAction({ schema: signInSchema, shown: SHOWN_IN_SIGN_IN }, async (input, form) => {
  const sent = await headers();
  const account = await authenticate(input, requestAddress(sent).key, requestNetwork(sent), await readDevice());
  return signInOrAskFactor(account, ownPath(form.get('next'), '/dashboard'));
});

/** “Use a passkey”: what the browser needs for it. */
export async function passkeyQuestionAction(): Promise<QuestionState<PublicKeyCredentialRequestOptionsJSON>> {
  noteActionStarted();
  return questionState(async () =>
    passkeyQuestion({ purpose: 'sign-in', userId: null }, requestAddress(await headers()).key),
  );
}

/** Ends signing in with a passkey, which has checked its owner: nothing else is asked for. */
export const passkeySignInAction = formAction({ schema: passkeyProofFormSchema, shown: {} }, async (input, form) => {
  const account = await provePasskey({ purpose: 'sign-in', userId: null }, input.passkey);
  await startSession(account, { isFactorProven: true });
  redirect(ownPath(form.get('next'), '/dashboard'));
});

export async function signOutAction(): Promise<void> {
  noteActionStarted();
  await signOut();
  redirect('/');
}

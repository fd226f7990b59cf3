'use server';

import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { passkeyQuestion, provePasskey } from '#lib/accounts/factors/prove-passkey.ts';
import { takeCode } from '#lib/accounts/factors/take-code.ts';
import { proveSession, requireRightPassword } from '#lib/accounts/session-proof.ts';
import { requireActionViewer, viewerFormAction } from '#lib/auth/form-action.ts';
import { questionState } from '#lib/auth/question-state.ts';
import { readSession } from '#lib/auth/read-session.ts';
import { requestAddress } from '#lib/auth/request-address.ts';
import { setSessionCookies } from '#lib/auth/session.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { QuestionState } from '#lib/domain/second-factors.ts';
import { ownPath } from '#lib/http/own-path.ts';
import { confirmPasswordSchema } from '#lib/schemas/accounts.ts';
import { codeSchema, passkeyProofFormSchema } from '#lib/schemas/passkeys.ts';

/** “Confirm” with a password. */
export const confirmPasswordAction = viewerFormAction(
  { schema: confirmPasswordSchema, shown: {} },
  (viewer, { password }, form) => confirm(form, () => requireRightPassword(viewer.id, password)),
);

/** “Confirm” with the code of an authenticator app, or with a recovery code. */
export const confirmCodeAction = viewerFormAction({ schema: codeSchema, shown: {} }, (viewer, { code }, form) =>
  confirm(form, async () => {
    await takeCode(viewer.id, code, requestAddress(await headers()).key);
  }),
);

/** “Use a passkey”: what the browser needs for it. */
export async function confirmPasskeyQuestionAction(): Promise<QuestionState<PublicKeyCredentialRequestOptionsJSON>> {
  return questionState(async () => {
    const { id } = await requireActionViewer();
    return passkeyQuestion({ purpose: 'confirm', userId: id }, requestAddress(await headers()).key);
  });
}

export const confirmPasskeyAction = viewerFormAction(
  { schema: passkeyProofFormSchema, shown: {} },
  (viewer, { passkey }, form) =>
    confirm(form, async () => {
      await provePasskey({ purpose: 'confirm', userId: viewer.id }, passkey);
    }),
);

/** Leads back to where the question came from, which finds the proof. @param prove throws if it is none */
async function confirm(form: FormData, prove: () => Promise<void>): Promise<never> {
  const session = await readSession();
  if (!session) throw new ExpectedError('signed-out');
  await setSessionCookies(await proveSession(session, prove));
  redirect(ownPath(form.get('next'), '/dashboard'));
}

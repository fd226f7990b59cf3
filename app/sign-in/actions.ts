'use server';

import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { authenticate } from '#lib/accounts/authenticate.ts';
import { formAction } from '#lib/auth/form-action.ts';
import { requestAddress, requestNetwork } from '#lib/auth/request-address.ts';
import { signOut, startSession } from '#lib/auth/session.ts';
import { noteActionStarted } from '#lib/database-errors.ts';
import { SHOWN_IN_SIGN_IN } from '#lib/domain/account-limits.ts';
import { ownPath } from '#lib/http/own-path.ts';
import { signInSchema } from '#lib/schemas/accounts.ts';

export const signInAction = formAction({ schema: signInSchema, shown: SHOWN_IN_SIGN_IN }, async (input, form) => {
  const sent = await headers();
  await startSession(await authenticate(input, requestAddress(sent).key, requestNetwork(sent)));
  redirect(ownPath(form.get('next'), '/dashboard'));
});

export async function signOutAction(): Promise<void> {
  noteActionStarted();
  await signOut();
  redirect('/');
}

'use server';

import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { signUp } from '#lib/accounts/sign-up.ts';
import { formAction } from '#lib/auth/form-action.ts';
import { requestAddress, requestNetwork } from '#lib/auth/request-address.ts';
import { startSession } from '#lib/auth/session.ts';
import { SHOWN_IN_SIGN_UP } from '#lib/domain/account-limits.ts';
import { ownPath } from '#lib/http/own-path.ts';
import { signUpSchema } from '#lib/schemas/accounts.ts';

export const signUpAction = formAction({ schema: signUpSchema, shown: SHOWN_IN_SIGN_UP }, async (input, form) => {
  const sent = await headers();
  await startSession(await signUp(input, requestAddress(sent).key, requestNetwork(sent)));
  redirect(ownPath(form.get('next'), '/dashboard'));
});

'use server';

import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { becomeFirstAdmin, isAdminLink } from '#lib/accounts/first-admin.ts';
import { signUp } from '#lib/accounts/sign-up.ts';
import { formAction, viewerFormAction } from '#lib/auth/form-action.ts';
import { requestAddress, requestNetwork } from '#lib/auth/request-address.ts';
import { startSession } from '#lib/auth/session.ts';
import { SHOWN_IN_SIGN_UP } from '#lib/domain/account-limits.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { signUpSchema } from '#lib/schemas/accounts.ts';

const token = z.string().max(100).catch('');

/** “Create the admin account”. */
export const createFirstAdminAction = formAction(
  { schema: signUpSchema.extend({ token }), shown: SHOWN_IN_SIGN_UP },
  async (input) => {
    if (!(await isAdminLink(input.token))) throw new ExpectedError('admin-link-ended');
    const sent = await headers();
    const { id } = await signUp(input, requestAddress(sent).key, requestNetwork(sent));
    await startSession(await becomeFirstAdmin(id, input.token));
    redirect('/admin');
  },
);

/** “Become the admin”, for somebody who is signed in. */
export const becomeFirstAdminAction = viewerFormAction(
  { schema: z.object({ token }), shown: {} },
  async (viewer, input) => {
    // Somebody who is signed in has proved their second factor, if they have one.
    await startSession(await becomeFirstAdmin(viewer.id, input.token), { isFactorProven: true });
    redirect('/admin');
  },
);

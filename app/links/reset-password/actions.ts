'use server';

import { redirect } from 'next/navigation';
import { resetPassword } from '#lib/accounts/reset-password.ts';
import { formAction } from '#lib/auth/form-action.ts';
import { resetPasswordSchema } from '#lib/schemas/accounts.ts';

/** Sets the password; signing in with it is the next step, with the second factor where the account has one. */
export const resetPasswordAction = formAction(
  { schema: resetPasswordSchema, shown: {} },
  async ({ token, newPassword }) => {
    await resetPassword(token, newPassword);
    redirect('/sign-in?done=password');
  },
);

'use server';

import { headers } from 'next/headers';
import { requestPasswordReset } from '#lib/accounts/request-password-reset.ts';
import { formAction } from '#lib/auth/form-action.ts';
import { requestAddress, requestNetwork } from '#lib/auth/request-address.ts';
import { SHOWN_IN_SIGN_IN } from '#lib/domain/account-limits.ts';
import { forgotPasswordSchema } from '#lib/schemas/accounts.ts';

/** The same for every name, so that nobody learns which accounts there are. */
export const forgotPasswordAction = formAction(
  { schema: forgotPasswordSchema, shown: SHOWN_IN_SIGN_IN },
  async ({ name }) => {
    const sent = await headers();
    await requestPasswordReset(name, { address: requestAddress(sent).key, network: requestNetwork(sent) });
    return {
      values: { name },
      fieldErrors: {},
      done: 'If there is an account with this name or email, a mail with a link is on its way. The link works for 30 minutes.',
    };
  },
);

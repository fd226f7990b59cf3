'use client';

import { useActionState } from 'react';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { EMPTY_FORM, type FormState } from '#lib/domain/form-state.ts';

type Props = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  token: string;
  username: string;
};

/** Makes the account that is signed in the shop's first admin. */
export function FirstAdminForm({ action, token, username }: Props) {
  const [state, submit] = useActionState(action, EMPTY_FORM);
  return (
    <form action={submit} className="space-y-5">
      <FormErrors {...state} />
      <p>You are signed in as {username}. The admin of the shop sees orders, accounts and money.</p>
      <input type="hidden" name="token" value={token} />
      <SubmitButton pendingText="One moment…" className="w-full">
        Become the admin
      </SubmitButton>
    </form>
  );
}

'use client';

import { useActionState } from 'react';
import { TextField } from '#components/ui/field.tsx';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useErrorFocus } from '#components/ui/use-error-focus.ts';
import { ACCOUNT_LIMITS } from '#lib/domain/account-limits.ts';
import { type FormState, fieldStates } from '#lib/domain/form-state.ts';
import { typedLength } from '#lib/domain/typed-length.ts';

type Props = {
  username: string;
  action: (state: FormState, form: FormData) => Promise<FormState>;
  initial: FormState;
};

/** Follows an artist with an address: a mail with a link confirms it. */
export function RequestFollowForm({ username, action, initial }: Props) {
  const [state, submit] = useActionState(action, initial);
  const field = fieldStates(state, ['email']);
  return (
    <form ref={useErrorFocus(state)} action={submit} className="space-y-5" noValidate>
      <input type="hidden" name="username" value={username} />
      <FormErrors {...state} />
      <Notice tone="done">{state.done}</Notice>
      <TextField
        {...field('email')}
        label="Email"
        type="email"
        autoComplete="email"
        maxLength={typedLength(ACCOUNT_LIMITS.email)}
        required
      />
      <SubmitButton pendingText="Sending…">Send me a link</SubmitButton>
    </form>
  );
}

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

type Props = { action: (state: FormState, form: FormData) => Promise<FormState>; initial: FormState };

export function ChangeUsernameForm({ action, initial }: Props) {
  const [state, submit] = useActionState(action, initial);
  const field = fieldStates(state, ['username']);
  return (
    <form ref={useErrorFocus(state)} action={submit} className="space-y-5" noValidate>
      <FormErrors {...state} />
      <Notice tone="done">{state.done}</Notice>
      <TextField
        {...field('username')}
        label="New username"
        type="text"
        hint="Links to your page with the old name will lead to the new one, and nobody else can take the old one."
        autoComplete="username"
        autoCapitalize="none"
        maxLength={typedLength(ACCOUNT_LIMITS.username)}
      />
      <SubmitButton variant="quiet" pendingText="Changing…">
        Change username
      </SubmitButton>
    </form>
  );
}

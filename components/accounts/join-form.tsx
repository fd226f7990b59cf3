'use client';

import { useActionState } from 'react';
import { TextField } from '#components/ui/field.tsx';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useErrorFocus } from '#components/ui/use-error-focus.ts';
import { EMPTY_FORM, type FormState, fieldStates } from '#lib/domain/form-state.ts';

type Props = { action: (state: FormState, form: FormData) => Promise<FormState>; provider: string };

/** The password of an account that is joined with GitHub or Google. */
export function JoinForm({ action, provider }: Props) {
  const [state, submit] = useActionState(action, EMPTY_FORM);
  const field = fieldStates(state, ['password']);
  return (
    <form ref={useErrorFocus(state)} action={submit} className="space-y-5" noValidate>
      <FormErrors {...state} />
      <TextField {...field('password')} label="Password" type="password" autoComplete="current-password" required />
      <SubmitButton pendingText="One moment…" className="w-full">
        Join with {provider}
      </SubmitButton>
    </form>
  );
}

'use client';

import { useActionState } from 'react';
import { TextField } from '#components/ui/field.tsx';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useErrorFocus } from '#components/ui/use-error-focus.ts';
import { EMPTY_FORM, type FormState, fieldStates } from '#lib/domain/form-state.ts';

type Props = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  /** Where the action leads, unless it knows that by itself. */
  next?: string;
  button: string;
};

/** Asks for the password of an account whose name is known. */
export function ConfirmPasswordForm({ action, next, button }: Props) {
  const [state, submit] = useActionState(action, EMPTY_FORM);
  const field = fieldStates(state, ['password']);
  return (
    <form ref={useErrorFocus(state)} action={submit} className="space-y-5" noValidate>
      <FormErrors {...state} />
      <TextField {...field('password')} label="Password" type="password" autoComplete="current-password" required />
      {next !== undefined && <input type="hidden" name="next" value={next} />}
      <SubmitButton pendingText="One moment…" className="w-full">
        {button}
      </SubmitButton>
    </form>
  );
}

'use client';

import { useActionState } from 'react';
import { TextField } from '#components/ui/field.tsx';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useErrorFocus } from '#components/ui/use-error-focus.ts';
import { ACCOUNT_LIMITS } from '#lib/domain/account-limits.ts';
import { EMPTY_FORM, type FormState, fieldStates } from '#lib/domain/form-state.ts';
import { typedLength } from '#lib/domain/typed-length.ts';

type Props = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  next: string;
  problem?: string | undefined;
};

export function SignInForm({ action, next, problem }: Props) {
  const [state, submit] = useActionState(action, EMPTY_FORM);
  const field = fieldStates(state, ['name', 'password']);
  return (
    <form ref={useErrorFocus(state)} action={submit} className="space-y-5" noValidate>
      <FormErrors message={state.message ?? problem} fieldErrors={state.fieldErrors} />
      <TextField
        {...field('name')}
        maxLength={typedLength(ACCOUNT_LIMITS.name)}
        label="Username or email"
        autoComplete="username"
        autoCapitalize="none"
        required
      />
      <TextField {...field('password')} label="Password" type="password" autoComplete="current-password" required />
      <input type="hidden" name="next" value={next} />
      <SubmitButton pendingText="Signing in…" className="w-full">
        Sign in
      </SubmitButton>
    </form>
  );
}

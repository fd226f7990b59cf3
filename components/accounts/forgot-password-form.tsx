'use client';

import { useActionState } from 'react';
import { TextField } from '#components/ui/field.tsx';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useErrorFocus } from '#components/ui/use-error-focus.ts';
import { ACCOUNT_LIMITS } from '#lib/domain/account-limits.ts';
import { EMPTY_FORM, type FormState, fieldStates } from '#lib/domain/form-state.ts';
import { typedLength } from '#lib/domain/typed-length.ts';

export function ForgotPasswordForm({ action }: { action: (state: FormState, form: FormData) => Promise<FormState> }) {
  const [state, submit] = useActionState(action, EMPTY_FORM);
  const field = fieldStates(state, ['name']);
  return (
    <form ref={useErrorFocus(state)} action={submit} className="space-y-5" noValidate>
      <FormErrors {...state} />
      <Notice tone="done">{state.done}</Notice>
      <TextField
        {...field('name')}
        maxLength={typedLength(ACCOUNT_LIMITS.name)}
        label="Username or email"
        hint="We send a link to the account’s email address."
        autoComplete="username"
        autoCapitalize="none"
        required
      />
      <SubmitButton pendingText="Sending…" className="w-full">
        Send the link
      </SubmitButton>
    </form>
  );
}

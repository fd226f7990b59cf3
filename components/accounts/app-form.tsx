'use client';

import { type ReactNode, useActionState } from 'react';
import { TextField } from '#components/ui/field.tsx';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useErrorFocus } from '#components/ui/use-error-focus.ts';
import { EMPTY_FORM, type FormState, fieldStates } from '#lib/domain/form-state.ts';
import { FactorResult } from './factor-result.tsx';

type Props = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  next: string;
  /** The secret as a QR code and as text; null if the account has an app already. */
  children: ReactNode;
};

/** Sets up an authenticator app: its secret, and a field for its first code. */
export function AppForm({ action, next, children }: Props) {
  const [state, submit] = useActionState(action, EMPTY_FORM);
  const field = fieldStates(state, ['code']);
  const ref = useErrorFocus(state);
  if (state.done) return <FactorResult state={state} next={next} />;
  if (!children) return <p>This account has an authenticator app already. Remove it before you set up another one.</p>;
  return (
    <form ref={ref} action={submit} className="space-y-6" noValidate>
      <FormErrors {...state} />
      {children}
      <TextField
        {...field('code')}
        label="Code in the app"
        hint="Six digits. They show that the app works, before you need it."
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={40}
        required
      />
      <SubmitButton pendingText="One moment…">Turn it on</SubmitButton>
    </form>
  );
}

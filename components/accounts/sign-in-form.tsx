'use client';

import { useActionState } from 'react';
import { TextField } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { EMPTY_FORM, type FormState } from '#lib/domain/form-state.ts';

type Props = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  next: string;
  problem?: string | undefined;
};

export function SignInForm({ action, next, problem }: Props) {
  const [state, submit] = useActionState(action, EMPTY_FORM);
  const { values, fieldErrors } = state;
  return (
    <form action={submit} className="space-y-5" noValidate>
      <Notice>{state.message ?? problem}</Notice>
      <TextField
        name="name"
        label="Username or email"
        autoComplete="username"
        autoCapitalize="none"
        required
        defaultValue={values.name}
        error={fieldErrors.name}
      />
      <TextField
        name="password"
        label="Password"
        type="password"
        autoComplete="current-password"
        required
        error={fieldErrors.password}
      />
      <input type="hidden" name="next" value={next} />
      <SubmitButton pendingText="Signing in…" className="w-full">
        Sign in
      </SubmitButton>
    </form>
  );
}

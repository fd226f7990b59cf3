'use client';

import { useActionState } from 'react';
import { TextField } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { EMPTY_FORM, type FormState } from '#lib/domain/form-state.ts';

type Props = { action: (state: FormState, form: FormData) => Promise<FormState>; next: string };

export function SignUpForm({ action, next }: Props) {
  const [state, submit] = useActionState(action, EMPTY_FORM);
  const { values, fieldErrors } = state;
  return (
    <form action={submit} className="space-y-5" noValidate>
      <Notice>{state.message}</Notice>
      <TextField
        name="username"
        label="Username"
        hint="Used in your page’s URL."
        autoComplete="username"
        autoCapitalize="none"
        required
        defaultValue={values.username}
        error={fieldErrors.username}
      />
      <TextField
        name="email"
        label="Email"
        type="email"
        hint="Not on your page. Only buyers of your works get it, so that they can reply to you."
        autoComplete="email"
        required
        defaultValue={values.email}
        error={fieldErrors.email}
      />
      <TextField
        name="password"
        label="Password"
        type="password"
        hint="At least 8 characters. Several words in a row work well."
        autoComplete="new-password"
        required
        error={fieldErrors.password}
      />
      <input type="hidden" name="next" value={next} />
      <SubmitButton pendingText="One moment…" className="w-full">
        Sign up
      </SubmitButton>
    </form>
  );
}

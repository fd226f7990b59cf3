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
  /** Random; the same form sent twice creates one account. */
  formKey: string;
  /** Of the link for the first admin. */
  token?: string;
  /** The version of the terms that is in force; null if the shop has none. */
  terms?: number | null;
};

export function SignUpForm({ action, next, formKey, token, terms = null }: Props) {
  const [state, submit] = useActionState(action, EMPTY_FORM);
  const field = fieldStates(state, ['username', 'email', 'password']);
  return (
    <form ref={useErrorFocus(state)} action={submit} className="space-y-5" noValidate>
      <FormErrors {...state} />
      <TextField
        {...field('username')}
        maxLength={typedLength(ACCOUNT_LIMITS.username)}
        label="Username"
        hint="Used in your page’s URL."
        autoComplete="username"
        autoCapitalize="none"
        required
      />
      <TextField
        {...field('email')}
        maxLength={typedLength(ACCOUNT_LIMITS.email)}
        label="Email"
        type="email"
        hint="Not on your page. Only buyers of your works get it, so that they can reply to you."
        autoComplete="email"
        required
      />
      <TextField
        {...field('password')}
        label="Password"
        type="password"
        hint="At least 8 characters. Several words in a row work well."
        autoComplete="new-password"
        required
      />
      <input type="hidden" name="next" value={next} />
      <input type="hidden" name="key" value={formKey} />
      {terms !== null && (
        <p className="text-sm text-quiet">
          <input type="hidden" name="terms" value={terms} />
          With “Sign up” you agree to the {/* What was typed stays: the terms open beside the form. */}
          <a href="/terms" target="_blank" rel="noreferrer" className="text-ink underline underline-offset-4">
            terms (in a new tab)
          </a>
          .
        </p>
      )}
      {token !== undefined && <input type="hidden" name="token" value={token} />}
      <SubmitButton pendingText="One moment…" className="w-full">
        Sign up
      </SubmitButton>
    </form>
  );
}

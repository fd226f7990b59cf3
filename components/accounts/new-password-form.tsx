'use client';

import { useActionState } from 'react';
import { TextField } from '#components/ui/field.tsx';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useErrorFocus } from '#components/ui/use-error-focus.ts';
import { EMPTY_FORM, type FormState, fieldStates } from '#lib/domain/form-state.ts';

type Props = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  /** Of the link. */
  token: string;
  username: string;
};

/** A new password instead of a lost one. */
export function NewPasswordForm({ action, token, username }: Props) {
  const [state, submit] = useActionState(action, EMPTY_FORM);
  const field = fieldStates(state, ['newPassword']);
  return (
    <form ref={useErrorFocus(state)} action={submit} className="space-y-5" noValidate>
      <FormErrors {...state} />
      <p>
        For the account “<bdi>{username}</bdi>”. You are then signed out on all devices.
      </p>
      <input type="hidden" name="token" value={token} />
      {/* Password managers store the password with it. */}
      <input type="text" name="username" value={username} autoComplete="username" readOnly hidden />
      <TextField
        {...field('newPassword')}
        label="New password"
        type="password"
        hint="At least 8 characters. Several words in a row work well."
        autoComplete="new-password"
        required
      />
      <SubmitButton pendingText="One moment…" className="w-full">
        Change password
      </SubmitButton>
    </form>
  );
}

'use client';

import { useActionState } from 'react';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { TextField } from '#components/ui/field.tsx';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useErrorFocus } from '#components/ui/use-error-focus.ts';
import { EMPTY_FORM, type FormState, fieldStates } from '#lib/domain/form-state.ts';

type Props = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  /** How many personal access tokens the account has. */
  tokens: number;
};

export function ChangePasswordForm({ action, tokens }: Props) {
  const [state, submit] = useActionState(action, EMPTY_FORM);
  const field = fieldStates(state, ['currentPassword', 'newPassword']);
  return (
    <form ref={useErrorFocus(state)} action={submit} className="space-y-5" noValidate>
      <FormErrors {...state} />
      <Notice tone="done">{state.done}</Notice>
      <TextField
        {...field('currentPassword')}
        label="Current password"
        type="password"
        autoComplete="current-password"
      />
      <TextField
        {...field('newPassword')}
        label="New password"
        type="password"
        autoComplete="new-password"
        hint="At least 8 characters."
      />
      {tokens > 0 && (
        <Checkbox
          name="deleteTokens"
          label={
            tokens === 1 ? 'Delete my personal access token too' : `Delete my ${tokens} personal access tokens too`
          }
          hint="Otherwise programs that have one go on working. All devices and signed-in programs are signed out in any case."
        />
      )}
      <SubmitButton variant="quiet" pendingText="Changing…">
        Change password
      </SubmitButton>
    </form>
  );
}

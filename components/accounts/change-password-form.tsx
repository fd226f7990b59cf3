'use client';

import { useActionState } from 'react';
import { TextField } from '#components/ui/field.tsx';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useErrorFocus } from '#components/ui/use-error-focus.ts';
import { EMPTY_FORM, type FormState, fieldStates } from '#lib/domain/form-state.ts';

export function ChangePasswordForm({ action }: { action: (state: FormState, form: FormData) => Promise<FormState> }) {
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
      <SubmitButton variant="quiet" pendingText="Changing…">
        Change password
      </SubmitButton>
    </form>
  );
}

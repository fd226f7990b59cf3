'use client';

import { useActionState } from 'react';
import { TextField } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { EMPTY_FORM, type FormState } from '#lib/domain/form-state.ts';

export function ChangePasswordForm({ action }: { action: (state: FormState, form: FormData) => Promise<FormState> }) {
  const [{ fieldErrors, message, done }, submit] = useActionState(action, EMPTY_FORM);
  return (
    <form action={submit} className="space-y-5" noValidate>
      <Notice>{message}</Notice>
      <Notice tone="done">{done}</Notice>
      <TextField
        name="currentPassword"
        label="Current password"
        type="password"
        autoComplete="current-password"
        error={fieldErrors.currentPassword}
      />
      <TextField
        name="newPassword"
        label="New password"
        type="password"
        autoComplete="new-password"
        hint="At least 8 characters."
        error={fieldErrors.newPassword}
      />
      <SubmitButton variant="quiet" pendingText="Changing…">
        Change password
      </SubmitButton>
    </form>
  );
}

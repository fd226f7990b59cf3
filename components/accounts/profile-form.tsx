'use client';

import { useActionState } from 'react';
import { TextArea, TextField } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import type { FormState } from '#lib/domain/form-state.ts';

type Props = { action: (state: FormState, form: FormData) => Promise<FormState>; initial: FormState };

export function ProfileForm({ action, initial }: Props) {
  const [state, submit] = useActionState(action, initial);
  return (
    <form action={submit} className="space-y-5" noValidate>
      <Notice>{state.message}</Notice>
      <Notice tone="done">{state.done}</Notice>
      <TextField
        name="displayName"
        label="Name"
        autoComplete="name"
        defaultValue={state.values.displayName}
        error={state.fieldErrors.displayName}
      />
      <TextArea
        name="bio"
        label="About you"
        optional
        rows={4}
        defaultValue={state.values.bio}
        error={state.fieldErrors.bio}
      />
      <SubmitButton variant="quiet" pendingText="Saving…">
        Save
      </SubmitButton>
    </form>
  );
}

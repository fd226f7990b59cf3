'use client';

import { useActionState } from 'react';
import { TextArea, TextField } from '#components/ui/field.tsx';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { StoredBesideTyped } from '#components/ui/stored-beside-typed.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useErrorFocus } from '#components/ui/use-error-focus.ts';
import { ACCOUNT_LIMITS } from '#lib/domain/account-limits.ts';
import { type FormState, fieldStates } from '#lib/domain/form-state.ts';
import { typedLength } from '#lib/domain/typed-length.ts';

type Props = { action: (state: FormState, form: FormData) => Promise<FormState>; initial: FormState };

const LABELS = { displayName: 'Name', bio: 'About you' } as const;

export function ProfileForm({ action, initial }: Props) {
  const [state, submit] = useActionState(action, initial);
  const { values, stored } = state;
  const field = fieldStates(state, Object.keys(LABELS));
  const rows = Object.entries(LABELS).map(([name, label]) => ({
    label,
    stored: stored?.[name] ?? '',
    typed: values[name] ?? '',
  }));
  return (
    <form ref={useErrorFocus(state)} action={submit} className="space-y-5" noValidate>
      <input type="hidden" name="version" value={values.version ?? ''} />
      <FormErrors {...state} />
      <Notice tone="done">{state.done}</Notice>
      {stored && <StoredBesideTyped rows={rows} path="/dashboard/settings" />}
      <TextField
        {...field('displayName')}
        label={LABELS.displayName}
        autoComplete="name"
        maxLength={typedLength(ACCOUNT_LIMITS.displayName)}
      />
      <TextArea {...field('bio')} label={LABELS.bio} optional rows={4} maxLength={typedLength(ACCOUNT_LIMITS.bio)} />
      <SubmitButton variant="quiet" pendingText="Saving…">
        Save
      </SubmitButton>
    </form>
  );
}

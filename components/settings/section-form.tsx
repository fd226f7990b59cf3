'use client';

import { useActionState } from 'react';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { StoredBesideTyped } from '#components/ui/stored-beside-typed.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useErrorFocus } from '#components/ui/use-error-focus.ts';
import { type FormState, fieldStates } from '#lib/domain/form-state.ts';
import { SettingInput, type SettingInputField } from './setting-input.tsx';

type Props = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  section: string;
  title: string;
  fields: readonly SettingInputField[];
  initial: FormState;
};

/** The fields of one section, with a button of its own. */
export function SectionForm({ action, section, title, fields, initial }: Props) {
  const [state, submit] = useActionState(action, initial);
  const { values, stored } = state;
  const names = fields.map(({ name }) => name);
  const fieldState = fieldStates(state, names);
  const shown = ({ choices }: SettingInputField, value = '') => choices?.[value] ?? value;
  const rows = fields.map((field) => ({
    label: field.label,
    stored: shown(field, stored?.[field.name]),
    typed: shown(field, values[field.name]),
  }));
  return (
    <form ref={useErrorFocus(state)} action={submit} className="space-y-5" noValidate>
      <input type="hidden" name="section" value={section} />
      <input type="hidden" name="version" value={values.version ?? ''} />
      <FormErrors {...state} />
      <Notice tone="done">{state.done}</Notice>
      {stored && <StoredBesideTyped rows={rows} path="/admin/settings" />}
      {fields.map((field) => (
        <SettingInput key={field.name} field={field} section={section} state={fieldState(field.name)} />
      ))}
      <SubmitButton variant="quiet" pendingText="Saving…">
        Save<span className="sr-only"> “{title}”</span>
      </SubmitButton>
    </form>
  );
}

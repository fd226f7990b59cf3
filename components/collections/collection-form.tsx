'use client';

import { useActionState } from 'react';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { TextArea, TextField } from '#components/ui/field.tsx';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { StoredBesideTyped } from '#components/ui/stored-beside-typed.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useErrorFocus } from '#components/ui/use-error-focus.ts';
import { COLLECTION_LIMITS, MAX_COLLECTION_WORKS } from '#lib/domain/collections.ts';
import { type FormState, fieldStates } from '#lib/domain/form-state.ts';
import { typedLength } from '#lib/domain/typed-length.ts';

type Props = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  initial: FormState;
  /** null for a new collection. */
  id: string | null;
};

const LABELS: Readonly<Record<string, string>> = {
  ...{ title: 'Title', text: 'Text', works: 'Works', startsOn: 'First day (UTC)', endsOn: 'Last day (UTC)' },
  isPublished: 'Published',
};

export function CollectionForm({ action, initial, id }: Props) {
  const [state, submit] = useActionState(action, initial);
  const { values, stored } = state;
  const field = fieldStates(state, Object.keys(LABELS));
  const shown = (name: string, value = '') => (name === 'isPublished' ? (value ? 'Yes' : 'No') : value);
  const rows = Object.entries(LABELS).map(([name, label]) => ({
    label,
    stored: shown(name, stored?.[name]),
    typed: shown(name, values[name]),
  }));
  return (
    <form ref={useErrorFocus(state)} action={submit} className="max-w-2xl space-y-5" noValidate>
      <input type="hidden" name="version" value={values.version ?? ''} />
      <input type="hidden" name="key" value={values.key ?? ''} />
      {id && <input type="hidden" name="id" value={id} />}
      <FormErrors {...state} />
      {stored && <StoredBesideTyped rows={rows} path={`/admin/collections/${id}`} />}
      <TextField {...field('title')} label="Title" required maxLength={typedLength(COLLECTION_LIMITS.title)} />
      <TextArea {...field('text')} label="Text" optional rows={4} maxLength={typedLength(COLLECTION_LIMITS.text)} />
      <TextArea
        {...field('works')}
        label="Works"
        rows={8}
        hint={`The URL of one work on each line, in the order in which they are shown; up to ${MAX_COLLECTION_WORKS}.`}
        maxLength={typedLength(COLLECTION_LIMITS.works)}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField {...field('startsOn')} label="First day (UTC)" optional type="date" />
        <TextField {...field('endsOn')} label="Last day (UTC)" optional type="date" />
      </div>
      <Checkbox
        name="isPublished"
        label="Published"
        hint="On the home page and at its own URL, within its days."
        // React resets a form after its action: the checkbox is mounted again with what was typed.
        key={values.isPublished}
        defaultChecked={values.isPublished === 'on'}
      />
      <SubmitButton pendingText="Saving…">Save the collection</SubmitButton>
    </form>
  );
}

'use client';

import { useActionState } from 'react';
import { FieldError, inputClass, TextArea, TextField } from '#components/ui/field.tsx';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { StoredBesideTyped } from '#components/ui/stored-beside-typed.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useErrorFocus } from '#components/ui/use-error-focus.ts';
import { ACCOUNT_LIMITS } from '#lib/domain/account-limits.ts';
import { type FieldState, type FormState, fieldStates } from '#lib/domain/form-state.ts';
import { LINK_FIELDS, MAX_LINK } from '#lib/domain/profile-link.ts';
import { typedLength } from '#lib/domain/typed-length.ts';

type Props = { action: (state: FormState, form: FormData) => Promise<FormState>; initial: FormState };

const LABELS: Readonly<Record<string, string>> = {
  ...{ displayName: 'Name', place: 'Place', bio: 'About you', statement: 'Artist statement' },
  ...Object.fromEntries(LINK_FIELDS.map((name, index) => [name, `Link ${index + 1}`])),
};

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
      {stored && <StoredBesideTyped rows={rows} path="/dashboard/settings/profile" />}
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          {...field('displayName')}
          label="Name"
          autoComplete="name"
          maxLength={typedLength(ACCOUNT_LIMITS.displayName)}
        />
        <TextField
          {...field('place')}
          label="Place"
          optional
          placeholder="Lisbon, Portugal"
          maxLength={typedLength(ACCOUNT_LIMITS.place)}
        />
      </div>
      <TextArea
        {...field('bio')}
        label="About you"
        optional
        rows={3}
        hint="A few sentences, at the top of your page."
        maxLength={typedLength(ACCOUNT_LIMITS.bio)}
      />
      <TextArea
        {...field('statement')}
        label="Artist statement"
        optional
        rows={8}
        hint="A longer text: what you work on, and why. An empty line starts a new paragraph."
        maxLength={typedLength(ACCOUNT_LIMITS.statement)}
      />
      <fieldset className="min-w-0" aria-describedby="links-hint">
        <legend className="mb-1.5 text-sm font-medium">
          Links<span className="font-normal text-quiet"> (optional)</span>
        </legend>
        <div className="space-y-2">
          {LINK_FIELDS.map((name) => (
            <LinkField key={name} {...field(name)} label={LABELS[name] ?? name} />
          ))}
        </div>
        <p id="links-hint" className="mt-1.5 text-sm text-quiet">
          Your website, or where else people find you. They begin with https://.
        </p>
      </fieldset>
      <SubmitButton variant="quiet" pendingText="Saving…">
        Save
      </SubmitButton>
    </form>
  );
}

/** Five labels below each other would be louder than what is typed, so only screen readers have them. */
function LinkField({ name, label, error, ...field }: FieldState & { label: string }) {
  return (
    <div>
      <input
        name={name}
        aria-label={label}
        type="url"
        inputMode="url"
        placeholder="https://"
        maxLength={typedLength(MAX_LINK)}
        className={inputClass}
        aria-describedby={error ? `${name}-error` : undefined}
        aria-invalid={error ? true : undefined}
        {...field}
      />
      <FieldError id={`${name}-error`}>{error}</FieldError>
    </div>
  );
}

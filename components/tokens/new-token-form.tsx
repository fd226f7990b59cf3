'use client';

import { useActionState } from 'react';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { FieldError, SelectField, TextField } from '#components/ui/field.tsx';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useErrorFocus } from '#components/ui/use-error-focus.ts';
import { DEFAULT_SCOPES, SCOPES, type Scope } from '#lib/domain/api/scopes.ts';
import { DEFAULT_PERSONAL_TOKEN_DAYS, MAX_TOKEN_NAME, PERSONAL_TOKEN_DAYS } from '#lib/domain/api/tokens.ts';
import { EMPTY_FORM, type FormState, fieldStates } from '#lib/domain/form-state.ts';
import { typedLength } from '#lib/domain/typed-length.ts';
import { NewToken } from './new-token.tsx';

type Props = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  /** What the account can give. */
  scopes: readonly Scope[];
  /** The page of all tokens. */
  back: string;
};

/** Makes a personal access token, and shows it once. */
export function NewTokenForm({ action, scopes, back }: Props) {
  const [state, submit] = useActionState(action, EMPTY_FORM);
  const field = fieldStates(state, ['name', 'days', 'scopes']);
  const ref = useErrorFocus(state);
  if (state.newToken) return <NewToken token={state.newToken} back={back} />;
  const isFresh = state === EMPTY_FORM;
  const isChosen = (scope: Scope) => (isFresh ? DEFAULT_SCOPES.includes(scope) : state.values[scope] !== undefined);
  return (
    <form ref={ref} action={submit} className="space-y-6" noValidate>
      <FormErrors {...state} />
      <TextField
        {...field('name')}
        label="Name"
        hint="So that you recognise it later, such as the program that will use it."
        maxLength={typedLength(MAX_TOKEN_NAME)}
        autoComplete="off"
      />
      <SelectField
        {...field('days')}
        label="Ends after"
        defaultValue={state.values.days ?? String(DEFAULT_PERSONAL_TOKEN_DAYS)}
      >
        {PERSONAL_TOKEN_DAYS.map((choice) => (
          <option key={choice} value={choice}>
            {choice} days
          </option>
        ))}
      </SelectField>
      <fieldset
        className="space-y-3"
        aria-describedby={state.fieldErrors.scopes ? 'scopes-error' : undefined}
        data-invalid={state.fieldErrors.scopes ? true : undefined}
        tabIndex={-1}
      >
        <legend className="mb-2 text-sm font-medium">What it may do</legend>
        {scopes.map((scope) => (
          // A form is reset after its action: the box is mounted again with what was chosen.
          <Checkbox
            key={`${scope} ${isChosen(scope)}`}
            name={scope}
            defaultChecked={isChosen(scope)}
            label={
              <>
                {SCOPES[scope]} <code className="text-quiet">{scope}</code>
              </>
            }
          />
        ))}
        <FieldError id="scopes-error">{state.fieldErrors.scopes}</FieldError>
      </fieldset>
      <SubmitButton pendingText="One moment…">Make the token</SubmitButton>
    </form>
  );
}

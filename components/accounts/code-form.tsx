'use client';

import { useActionState } from 'react';
import { TextField } from '#components/ui/field.tsx';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useErrorFocus } from '#components/ui/use-error-focus.ts';
import { EMPTY_FORM, type FormState, fieldStates } from '#lib/domain/form-state.ts';
import { FACTOR_LIMITS } from '#lib/domain/second-factors.ts';
import { typedLength } from '#lib/domain/typed-length.ts';

type Props = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  /** Whether the account has an authenticator app; otherwise it has recovery codes alone. */
  hasApp: boolean;
  button: string;
  next?: string;
  /** Not the page's main form. */
  isQuiet?: boolean;
};

/** Asks for the code of an authenticator app, or for a recovery code. */
export function CodeForm({ action, hasApp, button, next, isQuiet = false }: Props) {
  const [state, submit] = useActionState(action, EMPTY_FORM);
  const field = fieldStates(state, ['code']);
  return (
    <form ref={useErrorFocus(state)} action={submit} className="space-y-5" noValidate>
      <FormErrors {...state} />
      <TextField
        {...field('code')}
        label={hasApp ? 'Code' : 'Recovery code'}
        hint={hasApp ? 'The six digits in your authenticator app, or one of your recovery codes.' : 'Each works once.'}
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={typedLength(FACTOR_LIMITS.code)}
        required
      />
      {next !== undefined && <input type="hidden" name="next" value={next} />}
      <SubmitButton pendingText="One moment…" variant={isQuiet ? 'quiet' : 'primary'} className="w-full">
        {button}
      </SubmitButton>
    </form>
  );
}

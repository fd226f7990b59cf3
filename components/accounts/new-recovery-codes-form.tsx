'use client';

import { useActionState } from 'react';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useErrorFocus } from '#components/ui/use-error-focus.ts';
import { EMPTY_FORM, type FormState } from '#lib/domain/form-state.ts';
import { FactorResult } from './factor-result.tsx';

type Props = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  next: string;
  /** How many there are now. */
  left: number;
};

export function NewRecoveryCodesForm({ action, next, left }: Props) {
  const [state, submit] = useActionState(action, EMPTY_FORM);
  const ref = useErrorFocus(state);
  if (state.done) return <FactorResult state={state} next={next} />;
  return (
    <form ref={ref} action={submit} className="space-y-6">
      <FormErrors {...state} />
      <p>
        You have {left} {left === 1 ? 'code' : 'codes'} left. With new ones, {left === 1 ? 'it is' : 'they are'} of no
        use any more.
      </p>
      <SubmitButton pendingText="One moment…">Make new codes</SubmitButton>
    </form>
  );
}

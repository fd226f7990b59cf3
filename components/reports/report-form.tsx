'use client';

import { useActionState } from 'react';
import { SelectField, TextArea, TextField } from '#components/ui/field.tsx';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useErrorFocus } from '#components/ui/use-error-focus.ts';
import { type FormState, fieldStates } from '#lib/domain/form-state.ts';
import { REPORT_LIMITS } from '#lib/domain/reports/report.ts';
import { typedLength } from '#lib/domain/typed-length.ts';
import { ReasonOptions } from './reason-options.tsx';

type Props = {
  /** The slug of a work or the username of an artist. */
  subject: string;
  action: (state: FormState, form: FormData) => Promise<FormState>;
  initial: FormState;
};

/** Reports a work or an artist, also without an account. */
export function ReportForm({ subject, action, initial }: Props) {
  const [state, submit] = useActionState(action, initial);
  const field = fieldStates(state, ['reason', 'text', 'email']);
  const ref = useErrorFocus(state);
  if (state.done) return <Notice tone="done">{state.done}</Notice>;
  return (
    <form ref={ref} action={submit} className="space-y-5" noValidate>
      <input type="hidden" name="subject" value={subject} />
      <FormErrors {...state} />
      <SelectField {...field('reason')} label="What is wrong?" required>
        <option value="">Choose a reason</option>
        <ReasonOptions />
      </SelectField>
      <TextArea
        {...field('text')}
        label="What should we know?"
        hint="Say what you have seen, and where. The artist does not read this."
        rows={4}
        maxLength={typedLength(REPORT_LIMITS.text)}
      />
      <TextField
        {...field('email')}
        label="Email"
        type="email"
        optional
        hint="We send a receipt to it, and what we have decided. The artist does not see it."
        autoComplete="email"
        maxLength={typedLength(REPORT_LIMITS.email)}
      />
      <SubmitButton pendingText="Sending…">Send the report</SubmitButton>
    </form>
  );
}

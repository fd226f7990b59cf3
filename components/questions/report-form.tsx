'use client';

import { type ReactNode, useActionState } from 'react';
import { TextArea } from '#components/ui/field.tsx';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { type FormState, fieldStates } from '#lib/domain/form-state.ts';
import { QUESTION_LIMITS } from '#lib/domain/questions/question-limits.ts';
import { typedLength } from '#lib/domain/typed-length.ts';

type Props = {
  /** Of the message. */
  id: string;
  action: (state: FormState, form: FormData) => Promise<FormState>;
  children: ReactNode;
};

/** Reports a message to the people who run the shop. */
export function ReportForm({ id, action, children }: Props) {
  const [state, submit] = useActionState(action, { values: {}, fieldErrors: {} });
  const isOpen = Object.keys(state.fieldErrors).length > 0 || Boolean(state.message);
  return (
    <details open={isOpen}>
      <summary className="w-fit underline underline-offset-4 hover:text-ink">Report</summary>
      <form action={submit} className="mt-4 space-y-4 text-ink" noValidate>
        {children}
        <input type="hidden" name="message" value={id} />
        <FormErrors {...state} />
        <TextArea
          {...fieldStates(state, ['reason'])('reason')}
          id={`reason-${id}`}
          label="What is wrong with this message?"
          hint="The people who run this shop read this message and what you write here. The other side is not told."
          rows={2}
          maxLength={typedLength(QUESTION_LIMITS.reason)}
          required
        />
        <SubmitButton variant="quiet" pendingText="One moment…">
          Report this message
        </SubmitButton>
      </form>
    </details>
  );
}

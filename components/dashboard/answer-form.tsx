'use client';

import { useActionState } from 'react';
import { TextArea } from '#components/ui/field.tsx';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useErrorFocus } from '#components/ui/use-error-focus.ts';
import { EMPTY_FORM, type FormState, fieldStates } from '#lib/domain/form-state.ts';
import { REPORT_LIMITS } from '#lib/domain/reports/report.ts';
import { typedLength } from '#lib/domain/typed-length.ts';

type Props = {
  decisionId: string;
  title: string;
  action: (state: FormState, form: FormData) => Promise<FormState>;
};

/** The artist's answer to a decision. There may be several on a page, so the field's id has the decision's. */
export function AnswerForm({ decisionId, title, action }: Props) {
  const [state, submit] = useActionState(action, EMPTY_FORM);
  const hasFailed = Object.keys(state.fieldErrors).length > 0 || state.message !== undefined;
  return (
    <details open={hasFailed}>
      <summary className="w-fit text-quiet underline underline-offset-4 hover:text-ink">
        Answer<span className="sr-only">: {title}</span>
      </summary>
      <form ref={useErrorFocus(state)} action={submit} className="mt-3 grid max-w-prose gap-3" noValidate>
        <FormErrors {...state} />
        <TextArea
          {...fieldStates(state, ['answer'])('answer')}
          id={`answer-${decisionId}`}
          label="Your answer"
          hint="You can answer once. The people who run the shop read it and decide again; the work stays hidden until then."
          rows={4}
          required
          maxLength={typedLength(REPORT_LIMITS.answer)}
        />
        <input type="hidden" name="decisionId" value={decisionId} />
        <SubmitButton variant="quiet" className="justify-self-start" pendingText="Sending…">
          Send your answer
        </SubmitButton>
      </form>
    </details>
  );
}

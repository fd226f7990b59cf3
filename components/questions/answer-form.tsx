'use client';

import { type ReactNode, useActionState } from 'react';
import { TextArea } from '#components/ui/field.tsx';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useErrorFocus } from '#components/ui/use-error-focus.ts';
import { type FormState, fieldStates } from '#lib/domain/form-state.ts';
import { QUESTION_LIMITS } from '#lib/domain/questions/question-limits.ts';
import { typedLength } from '#lib/domain/typed-length.ts';

type Props = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  formKey: string;
  isArtist: boolean;
  children: ReactNode;
};

/** Writes another message in a thread. */
export function AnswerForm({ action, formKey, isArtist, children }: Props) {
  const [state, submit] = useActionState(action, { values: {}, fieldErrors: {} });
  return (
    // With another key the form is another one: what was sent is not in it any more.
    <form
      key={formKey}
      ref={useErrorFocus(state)}
      action={submit}
      className="space-y-4 border-t border-line pt-6"
      noValidate
    >
      {children}
      <input type="hidden" name="key" value={formKey} />
      <FormErrors {...state} />
      <TextArea
        {...fieldStates(state, ['text'])('text')}
        label={isArtist ? 'Your answer' : 'Your message'}
        rows={4}
        style={{ minHeight: '7rem' }}
        maxLength={typedLength(QUESTION_LIMITS.text)}
        required
      />
      <SubmitButton pendingText="Sending…">Send</SubmitButton>
    </form>
  );
}

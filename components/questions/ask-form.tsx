'use client';

import { useActionState } from 'react';
import { TextArea, TextField } from '#components/ui/field.tsx';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useErrorFocus } from '#components/ui/use-error-focus.ts';
import { ACCOUNT_LIMITS } from '#lib/domain/account-limits.ts';
import { type FormState, fieldStates } from '#lib/domain/form-state.ts';
import { QUESTION_LIMITS } from '#lib/domain/questions/question-limits.ts';
import { typedLength } from '#lib/domain/typed-length.ts';

type Props = {
  slug: string;
  formKey: string;
  /** Without an account, or with an address that is not proven yet: the form asks for name and address. */
  isGuest: boolean;
  action: (state: FormState, form: FormData) => Promise<FormState>;
  initial: FormState;
};

/** A question about a work. What was typed stays, whatever is wrong with it. */
export function AskForm({ slug, formKey, isGuest, action, initial }: Props) {
  const [state, submit] = useActionState(action, initial);
  const field = fieldStates(state, ['text', 'name', 'email']);
  return (
    <form ref={useErrorFocus(state)} action={submit} className="space-y-5" noValidate>
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="key" value={formKey} />
      <FormErrors {...state} />
      <Notice tone="done">{state.done}</Notice>
      <TextArea
        {...field('text')}
        label="Your question"
        rows={5}
        style={{ minHeight: '9rem' }}
        maxLength={typedLength(QUESTION_LIMITS.text)}
        required
      />
      {isGuest && (
        <>
          <TextField
            {...field('name')}
            label="Your name"
            hint="The artist sees it."
            autoComplete="name"
            maxLength={typedLength(QUESTION_LIMITS.name)}
            required
          />
          <TextField
            {...field('email')}
            label="Your email"
            hint="The artist does not see it. You get a link there, which sends your question."
            type="email"
            autoComplete="email"
            maxLength={typedLength(ACCOUNT_LIMITS.email)}
            required
          />
        </>
      )}
      <SubmitButton pendingText="Sending…">Send</SubmitButton>
    </form>
  );
}

'use client';

import { useActionState } from 'react';
import { ReasonOptions } from '#components/reports/reason-options.tsx';
import { SelectField, TextArea } from '#components/ui/field.tsx';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useErrorFocus } from '#components/ui/use-error-focus.ts';
import { EMPTY_FORM, type FormState, fieldStates } from '#lib/domain/form-state.ts';
import { HIDE_REASON_LENGTH } from '#lib/domain/posts/hide-reason.ts';
import { typedLength } from '#lib/domain/typed-length.ts';

type Props = {
  postId: string;
  title: string;
  /** The search that the list shows. */
  q: string;
  /** What opens the form, what will happen, who reads the reason, and its button. */
  words?: { summary: string; text: string; hint: string; button: string; pending: string };
  action: (state: FormState, form: FormData) => Promise<FormState>;
};

const HIDE = {
  summary: 'Hide',
  text: 'It leaves the shop at once, open pages too. A checkout that has begun may be finished; what is paid stays paid. It can be shown again.',
  hint: 'The artist reads this in a mail and on their dashboard, and may answer once.',
  button: 'Hide this work',
  pending: 'Hiding…',
} as const;

/** Asks for the reason and hides a work. There are several on a page, so the field's id has the work's. */
export function HideWorkForm({ postId, title, q, words = HIDE, action }: Props) {
  const [state, submit] = useActionState(action, EMPTY_FORM);
  const field = fieldStates(state, ['reason', 'rule']);
  const { error, defaultValue } = field('reason');
  const rule = field('rule');
  const hasFailed = Object.keys(state.fieldErrors).length > 0 || state.message !== undefined;
  return (
    <details className="text-sm" open={hasFailed}>
      <summary className="w-fit text-quiet underline underline-offset-4 hover:text-ink">
        {words.summary}
        <span className="sr-only"> {title}</span>
      </summary>
      <form ref={useErrorFocus(state)} action={submit} className="mt-3 grid max-w-prose gap-3" noValidate>
        <FormErrors {...state} />
        <p className="text-quiet">{words.text}</p>
        <TextArea
          {...{ name: 'reason', id: `reason-${postId}`, label: 'Reason', defaultValue, error, rows: 2, required: true }}
          hint={words.hint}
          maxLength={typedLength(HIDE_REASON_LENGTH)}
        />
        {words === HIDE && (
          <SelectField {...rule} id={`rule-${postId}`} label="Rule" defaultValue={rule.defaultValue || 'other'}>
            <ReasonOptions />
          </SelectField>
        )}
        <input type="hidden" name="postId" value={postId} />
        <input type="hidden" name="q" value={q} />
        <SubmitButton variant="quiet" className="justify-self-start" pendingText={words.pending}>
          {words.button}
        </SubmitButton>
      </form>
    </details>
  );
}

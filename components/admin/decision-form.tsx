'use client';

import { useActionState } from 'react';
import { ReasonOptions } from '#components/reports/reason-options.tsx';
import { SelectField, TextArea } from '#components/ui/field.tsx';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useErrorFocus } from '#components/ui/use-error-focus.ts';
import { EMPTY_FORM, type FormState, fieldStates } from '#lib/domain/form-state.ts';
import { HIDE_REASON_LENGTH } from '#lib/domain/posts/hide-reason.ts';
import type { Decision } from '#lib/domain/reports/report.ts';
import { typedLength } from '#lib/domain/typed-length.ts';

type Props = {
  caseId: string;
  /** Of the case as it is shown: somebody else may be faster. */
  version: number;
  name: string;
  decision: Decision;
  /** What most reports of it say. */
  rule: string;
  /** Where the list is, with its filters. */
  place: string;
  action: (state: FormState, form: FormData) => Promise<FormState>;
};

const TEXTS: Readonly<Record<Decision, { summary: string; button: string; pending: string; what: string }>> = {
  hidden: {
    ...{ summary: 'Hide', button: 'Hide this work', pending: 'Hiding…' },
    what: 'It leaves the shop at once, open pages too. A checkout that has begun may be finished; what is paid stays paid. The artist gets a mail with the reason and may answer once, and those who have reported it are told.',
  },
  shown: {
    ...{ summary: 'Show again', button: 'Show this work again', pending: 'Showing…' },
    what: 'It comes back as it was: published, sold or a draft. The artist gets a mail.',
  },
  dismissed: {
    ...{ summary: 'Dismiss', button: 'Dismiss the reports', pending: 'Dismissing…' },
    what: 'Everything stays as it is, and the reports leave the queue. Those who have reported it are told; the artist only if they have answered.',
  },
  suspended: {
    ...{ summary: 'Suspend the artist', button: 'Suspend this artist', pending: 'Suspending…' },
    what: 'All devices are signed out, the artist cannot sign in any more, and all their works are hidden. Sales that are paid stay as they are. The artist gets a mail with the reason.',
  },
};

/** One decision about a case: what will happen, the reason where one is needed, and the button. Works without scripts. */
export function DecisionForm({ caseId, version, name, decision, rule, place, action }: Props) {
  const [state, submit] = useActionState(action, EMPTY_FORM);
  const field = fieldStates(state, ['rule', 'reason']);
  const hasFailed = Object.keys(state.fieldErrors).length > 0 || state.message !== undefined;
  const { summary, button, pending, what } = TEXTS[decision];
  const id = `${decision}-${caseId}`;
  const ruleField = field('rule');
  return (
    <details className="text-sm" open={hasFailed}>
      <summary className="w-fit text-quiet underline underline-offset-4 hover:text-ink">
        {summary}
        <span className="sr-only">: {name}</span>
      </summary>
      <form ref={useErrorFocus(state)} action={submit} className="mt-3 mb-4 grid max-w-prose gap-3" noValidate>
        <p>{what}</p>
        <FormErrors {...state} />
        {(decision === 'hidden' || decision === 'suspended') && (
          <>
            <SelectField {...ruleField} id={`rule-${id}`} label="Rule" defaultValue={ruleField.defaultValue || rule}>
              <ReasonOptions />
            </SelectField>
            <TextArea
              {...field('reason')}
              id={`reason-${id}`}
              label="Reason"
              hint="The artist reads this."
              rows={2}
              required
              maxLength={typedLength(HIDE_REASON_LENGTH)}
            />
          </>
        )}
        <input type="hidden" name="caseId" value={caseId} />
        <input type="hidden" name="version" value={version} />
        <input type="hidden" name="decision" value={decision} />
        <input type="hidden" name="place" value={place} />
        <SubmitButton variant="quiet" className="justify-self-start" pendingText={pending}>
          {button}
        </SubmitButton>
      </form>
    </details>
  );
}

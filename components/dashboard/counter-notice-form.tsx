'use client';

import { useActionState } from 'react';
import { Statement } from '#components/reports/statement.tsx';
import { TextArea, TextField } from '#components/ui/field.tsx';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useErrorFocus } from '#components/ui/use-error-focus.ts';
import { EMPTY_FORM, type FormState, fieldStates } from '#lib/domain/form-state.ts';
import { COUNTER_STATEMENTS, NOTICE_LIMITS } from '#lib/domain/reports/notice.ts';
import { typedLength } from '#lib/domain/typed-length.ts';

type Props = {
  decisionId: string;
  title: string;
  action: (state: FormState, form: FormData) => Promise<FormState>;
};

const ORDER = ['name', 'address', 'phone', 'mistaken', 'jurisdiction', 'signature'];

/** The counter-notice of an artist, with the fields that the law asks for. There may be several on a page. */
export function CounterNoticeForm({ decisionId, title, action }: Props) {
  const [state, submit] = useActionState(action, EMPTY_FORM);
  const field = fieldStates(state, ORDER);
  const idOf = (name: string) => `${name}-${decisionId}`;
  const hasFailed = Object.keys(state.fieldErrors).length > 0 || state.message !== undefined;
  return (
    <details open={hasFailed}>
      <summary className="w-fit text-quiet underline underline-offset-4 hover:text-ink">
        Send a counter-notice<span className="sr-only">: {title}</span>
      </summary>
      <form ref={useErrorFocus(state)} action={submit} className="mt-3 grid max-w-prose gap-3" noValidate>
        <p>
          If the work was hidden for a copyright or trademark by mistake, this asks to show it again (17 U.S.C. §
          512(g)(3)). The sender of the notice gets a copy of it, with your name, address and telephone number. You can
          send it once; what is knowingly false may have legal consequences.
        </p>
        <FormErrors {...state} />
        <TextField
          {...field('name')}
          id={idOf('name')}
          label="Your full name"
          autoComplete="name"
          required
          maxLength={typedLength(NOTICE_LIMITS.name)}
        />
        <TextArea
          {...field('address')}
          id={idOf('address')}
          label="Postal address"
          autoComplete="street-address"
          rows={3}
          required
          maxLength={typedLength(NOTICE_LIMITS.address)}
        />
        <TextField
          {...field('phone')}
          id={idOf('phone')}
          label="Telephone"
          type="tel"
          autoComplete="tel"
          required
          maxLength={typedLength(NOTICE_LIMITS.phone)}
        />
        <Statement field={field('mistaken')} id={idOf('mistaken')} text={COUNTER_STATEMENTS.mistaken} />
        <Statement field={field('jurisdiction')} id={idOf('jurisdiction')} text={COUNTER_STATEMENTS.jurisdiction} />
        <TextField
          {...field('signature')}
          id={idOf('signature')}
          label="Signature"
          hint="Your full name once more."
          autoComplete="off"
          required
          maxLength={typedLength(NOTICE_LIMITS.name)}
        />
        <input type="hidden" name="decisionId" value={decisionId} />
        <SubmitButton variant="quiet" className="justify-self-start" pendingText="Sending…">
          Send the counter-notice
        </SubmitButton>
      </form>
    </details>
  );
}

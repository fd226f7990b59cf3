'use client';

import { useActionState } from 'react';
import { TextArea, TextField } from '#components/ui/field.tsx';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useErrorFocus } from '#components/ui/use-error-focus.ts';
import { type FormState, fieldStates } from '#lib/domain/form-state.ts';
import { NOTICE_LIMITS, NOTICE_STATEMENTS } from '#lib/domain/reports/notice.ts';
import { typedLength } from '#lib/domain/typed-length.ts';
import { Statement } from './statement.tsx';

type Props = { action: (state: FormState, form: FormData) => Promise<FormState>; initial: FormState };

const ORDER = ['locations', 'work', 'explanation', 'name', 'address', 'email', 'goodFaith', 'accurate', 'signature'];

/** The notice of a rights holder, with the fields that the law asks for. */
export function RightsForm({ action, initial }: Props) {
  const [state, submit] = useActionState(action, initial);
  const ref = useErrorFocus(state);
  const field = fieldStates(state, ORDER);
  if (state.done) return <Notice tone="done">{state.done}</Notice>;
  return (
    <form ref={ref} action={submit} className="space-y-5" noValidate>
      <FormErrors {...state} />
      <TextArea
        {...field('locations')}
        label="Where it is"
        hint="The URL of each work in this shop, one on each line."
        rows={3}
        required
        maxLength={typedLength(NOTICE_LIMITS.locations)}
      />
      <TextArea
        {...field('work')}
        label="What is infringed"
        hint="Your work, or several, or your trademark: title, year, and where it can be seen."
        rows={3}
        required
        maxLength={typedLength(NOTICE_LIMITS.work)}
      />
      <TextArea
        {...field('explanation')}
        label="Why it is infringing"
        rows={3}
        required
        maxLength={typedLength(NOTICE_LIMITS.explanation)}
      />
      <TextField
        {...field('name')}
        label="Your full name"
        autoComplete="name"
        required
        maxLength={typedLength(NOTICE_LIMITS.name)}
      />
      <TextArea
        {...field('address')}
        label="Postal address"
        autoComplete="street-address"
        rows={3}
        required
        maxLength={typedLength(NOTICE_LIMITS.address)}
      />
      <TextField
        {...field('email')}
        label="Email"
        type="email"
        hint="We send a receipt to it, and what we have decided."
        autoComplete="email"
        required
        maxLength={254}
      />
      <Statement field={field('goodFaith')} text={NOTICE_STATEMENTS.goodFaith} />
      <Statement field={field('accurate')} text={NOTICE_STATEMENTS.accurate} />
      <TextField
        {...field('signature')}
        label="Signature"
        hint="Your full name once more."
        autoComplete="off"
        required
        maxLength={typedLength(NOTICE_LIMITS.name)}
      />
      <SubmitButton pendingText="Sending…">Send the notice</SubmitButton>
    </form>
  );
}

'use client';

import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';
import { startTransition, useActionState, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/field.tsx';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { EMPTY_FORM, type FormState, fieldStates } from '#lib/domain/form-state.ts';
import { FACTOR_LIMITS, type QuestionState } from '#lib/domain/second-factors.ts';
import { typedLength } from '#lib/domain/typed-length.ts';
import { FactorResult } from './factor-result.tsx';
import { passkeyProblem, usePasskeys } from './use-passkeys.ts';

type Props = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  ask: () => Promise<QuestionState<PublicKeyCredentialCreationOptionsJSON>>;
  next: string;
};

/** Names a passkey and has the browser create it. */
export function AddPasskeyForm({ action, ask, next }: Props) {
  const [state, submit, isSending] = useActionState(action, EMPTY_FORM);
  const [problem, setProblem] = useState('');
  const [isAsking, setAsking] = useState(false);
  const field = fieldStates(state, ['name']);
  async function create(form: FormData) {
    setAsking(true);
    setProblem('');
    try {
      const [asked, { startRegistration }] = await Promise.all([ask(), import('@simplewebauthn/browser')]);
      if ('message' in asked) return setProblem(asked.message);
      form.set('passkey', JSON.stringify(await startRegistration({ optionsJSON: asked.question })));
      startTransition(() => submit(form));
    } catch (error) {
      setProblem(passkeyProblem(error));
    } finally {
      setAsking(false);
    }
  }
  const isBusy = isAsking || isSending;
  const isPossible = usePasskeys();
  if (state.done) return <FactorResult state={state} next={next} />;
  if (!isPossible) return <p>This browser cannot create passkeys. They need JavaScript and a recent browser.</p>;
  return (
    <form
      className="space-y-6"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void create(new FormData(event.currentTarget));
      }}
    >
      <FormErrors {...state} />
      <TextField
        {...field('name')}
        label="Name"
        optional
        hint="So that you recognise it later, such as “phone” or “key on the ring”."
        maxLength={typedLength(FACTOR_LIMITS.passkeyName)}
      />
      <Button type="submit" disabled={isBusy}>
        {isBusy ? 'One moment…' : 'Add a passkey'}
      </Button>
      <Notice>{problem}</Notice>
    </form>
  );
}

'use client';

import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import { startTransition, useActionState, useState } from 'react';
import { Button, type ButtonVariant } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { EMPTY_FORM, type FormState } from '#lib/domain/form-state.ts';
import type { QuestionState } from '#lib/domain/second-factors.ts';
import { passkeyProblem, usePasskeys } from './use-passkeys.ts';

type Props = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  ask: () => Promise<QuestionState<PublicKeyCredentialRequestOptionsJSON>>;
  label: string;
  next?: string;
  variant?: ButtonVariant;
};

/** A button that asks the browser for a passkey and sends what it has signed. Nothing where passkeys are unknown. */
export function PasskeyForm({ action, ask, label, next, variant = 'primary' }: Props) {
  const [state, submit, isSending] = useActionState(action, EMPTY_FORM);
  const [problem, setProblem] = useState('');
  const [isAsking, setAsking] = useState(false);
  const isPossible = usePasskeys();
  async function prove() {
    setAsking(true);
    setProblem('');
    try {
      const [asked, { startAuthentication }] = await Promise.all([ask(), import('@simplewebauthn/browser')]);
      if ('message' in asked) return setProblem(asked.message);
      const passkey = await startAuthentication({ optionsJSON: asked.question });
      const form = new FormData();
      form.set('passkey', JSON.stringify(passkey));
      if (next !== undefined) form.set('next', next);
      startTransition(() => submit(form));
    } catch (error) {
      setProblem(passkeyProblem(error));
    } finally {
      setAsking(false);
    }
  }
  const isBusy = isAsking || isSending;
  const shown = problem || (isBusy ? '' : (state.message ?? Object.values(state.fieldErrors)[0]));
  if (!isPossible) return null;
  return (
    <div className="space-y-3">
      <Button variant={variant} className="w-full" disabled={isBusy} onClick={prove}>
        {isBusy ? 'One moment…' : label}
      </Button>
      <Notice>{shown}</Notice>
    </div>
  );
}

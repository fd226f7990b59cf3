'use client';

import { useActionState } from 'react';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import type { FormState } from '#lib/domain/form-state.ts';

type Props = {
  orderId: string;
  /** The amount to refund, formatted. */
  amount: string;
  /** For somebody who has pressed the button, and was asked who they are first. */
  isOpen: boolean;
  action: (previous: FormState, form: FormData) => Promise<FormState>;
};

/** Refunds a sale, after a second click to confirm. Works without JavaScript. */
export function RefundForm({ orderId, amount, isOpen, action }: Props) {
  const [state, submit] = useActionState(action, { values: {}, fieldErrors: {} });
  return (
    <details className="text-sm" open={isOpen || Boolean(state.message)}>
      <summary className="text-quiet underline underline-offset-4 hover:text-ink">Refund</summary>
      <form action={submit} className="mt-4 grid max-w-prose gap-4">
        <input type="hidden" name="orderId" value={orderId} />
        <p>
          {amount} is refunded to the buyer, and the sale is reversed. The work returns to the artist’s drafts. This
          cannot be undone.
        </p>
        {state.message && <Notice>{state.message}</Notice>}
        <SubmitButton variant="quiet" className="justify-self-start" pendingText="Refunding…">
          Refund {amount}
        </SubmitButton>
      </form>
    </details>
  );
}

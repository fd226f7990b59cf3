'use client';

import { useActionState } from 'react';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import type { FormState } from '#lib/domain/form-state.ts';

type Props = {
  orderId: string;
  /** What goes back, in words. */
  amount: string;
  action: (previous: FormState, form: FormData) => Promise<FormState>;
};

/** Undoes a sale, after one more question; works without JavaScript. */
export function RefundForm({ orderId, amount, action }: Props) {
  const [state, submit] = useActionState(action, { values: {}, fieldErrors: {} });
  return (
    <details className="text-sm" open={Boolean(state.message)}>
      <summary className="text-quiet underline underline-offset-4 hover:text-ink">Give the money back</summary>
      <form action={submit} className="mt-4 grid max-w-prose gap-4">
        <input type="hidden" name="orderId" value={orderId} />
        <p>
          {amount} goes back to the buyer, and the sale is undone. The work returns to the artist’s drafts. This cannot
          be taken back.
        </p>
        {state.message && <Notice>{state.message}</Notice>}
        <SubmitButton look="quiet" className="justify-self-start" pendingText="Giving it back…">
          Give back {amount}
        </SubmitButton>
      </form>
    </details>
  );
}

import { buttonClass } from '#components/ui/button.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { formatMoney } from '#lib/domain/money/money.ts';
import type { OwnHold } from '#lib/domain/sale/own-hold.ts';
import { BuyForm } from './buy-form.tsx';

type ActionsProps = { slug: string; own: OwnHold; continueText?: string };

/**
 * What the buyer can do with their own hold: plain forms. “Buy” with the held amount leads to the payment page,
 * whatever the price is now and whether the page was opened before.
 */
export function OwnHoldActions({ slug, own, continueText = 'Continue to payment' }: ActionsProps) {
  if (own.status !== 'HELD') {
    return (
      <a href={`/orders/${own.orderId}`} className={`${buttonClass()} w-full sm:w-auto sm:min-w-56`}>
        See your order
      </a>
    );
  }
  return (
    <div className="flex items-center gap-5">
      <div className="grow sm:grow-0">
        <BuyForm slug={slug} shown={own.charged}>
          <SubmitButton pendingText="One moment…" className="w-full sm:min-w-48">
            {continueText}
          </SubmitButton>
        </BuyForm>
      </div>
      <CancelForm orderId={own.orderId} />
    </div>
  );
}

export function CancelForm({ orderId }: { orderId: string }) {
  return (
    <form action={`/orders/${orderId}/cancel`} method="post">
      <SubmitButton variant="text" pendingText="One moment…">
        Cancel
      </SubmitButton>
    </form>
  );
}

/** One sentence about the buyer's own hold or purchase. */
export function describeOwnHold({ status, charged }: OwnHold): string {
  const amount = formatMoney(charged);
  if (status === 'HELD') return `You are buying this work for ${amount}. It is reserved for you.`;
  if (status === 'PAID') return `You have bought this work for ${amount}.`;
  return `Your payment of ${amount} is being processed. The work is reserved for you.`;
}

import type { ReactNode } from 'react';
import { OrderRow } from '#components/dashboard/order-row.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { formatMoney } from '#lib/domain/money/money.ts';
import type { OrderDto } from '#lib/domain/posts/post-dto.ts';
import { flagAdvice } from './flag-advice.ts';

type Order = OrderDto & { flag: string | null; hasPayment: boolean };
type Action = (form: FormData) => Promise<void>;

/** A flagged order: the reason, what an admin can do, and the buttons for it. Works without JavaScript. */
export function FlaggedOrder({ order, action }: { order: Order; action: Action }) {
  return (
    <OrderRow order={order} href={`/admin/orders/${order.id}`}>
      <p dir="auto" className="mt-1 text-sm text-accent">
        {order.flag}
      </p>
      <OrderCommands order={order} action={action} from="overview" />
    </OrderRow>
  );
}

type CommandsProps = {
  order: Order;
  action: Action;
  /** The page that shows the result. */
  from: 'overview' | 'order';
};

/** What an admin can do about an order, with the buttons for it; nothing for one that is as it should be. */
export function OrderCommands({ order, action, from }: CommandsProps) {
  const { text, remedy } = flagAdvice(order);
  const { charged, refunded } = order;
  const refundable = formatMoney({ ...charged, amount: charged.amount - refunded.amount });
  const isFlagged = order.flag !== null;
  const canRefund = remedy === 'refund' && order.hasPayment;
  if (!isFlagged && !canRefund) return null;
  return (
    <>
      {isFlagged && <p className="mt-1 max-w-prose text-sm text-quiet">{text}</p>}
      <form action={action} className="mt-2 flex flex-wrap items-baseline gap-x-5 gap-y-3 text-sm max-sm:mb-4">
        <input type="hidden" name="orderId" value={order.id} />
        <input type="hidden" name="from" value={from} />
        {isFlagged && remedy === 'reject' && (
          <ConfirmedCommand summary="Refund" button="Refund the full amount" title={order.post.title} command="reject">
            Everything that was paid is refunded to the buyer. This cannot be undone.
          </ConfirmedCommand>
        )}
        {canRefund && (
          <ConfirmedCommand summary="Refund" button={`Refund ${refundable}`} title={order.post.title} command="refund">
            {refundable} is refunded to the buyer, and the work returns to the artist’s drafts. This cannot be undone.
          </ConfirmedCommand>
        )}
        {isFlagged && (
          <SubmitButton variant="text" name="command" value="clear" pendingText="…">
            Done<span className="sr-only">: {order.post.title} no longer needs attention</span>
          </SubmitButton>
        )}
      </form>
    </>
  );
}

function ConfirmedCommand({
  summary,
  button,
  title,
  command,
  children,
}: {
  summary: string;
  button: string;
  title: string;
  command: string;
  children: ReactNode;
}) {
  return (
    <details className="open:basis-full">
      <summary className="w-fit text-quiet underline underline-offset-4 hover:text-ink">
        {summary}
        <span className="sr-only"> for {title}</span>
      </summary>
      <p className="mt-3 max-w-prose">{children}</p>
      <SubmitButton variant="quiet" name="command" value={command} className="mt-3" pendingText="Refunding…">
        {button}
      </SubmitButton>
    </details>
  );
}

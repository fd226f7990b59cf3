import type { ReactNode } from 'react';
import { OrderRow } from '#components/dashboard/order-row.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { formatMoney } from '#lib/domain/money/money.ts';
import type { OrderDto } from '#lib/domain/posts/post-dto.ts';
import { flagAdvice } from './flag-advice.ts';

type Props = {
  order: OrderDto & { flag: string; hasPayment: boolean };
  action: (form: FormData) => Promise<void>;
};

/** An order that needs a person: why, what can be done, and the buttons that do it. Works without JavaScript. */
export function FlaggedOrder({ order, action }: Props) {
  const { text, remedy } = flagAdvice(order);
  const { charged, refunded } = order;
  const left = formatMoney({ ...charged, amount: charged.amount - refunded.amount });
  return (
    <OrderRow order={order} href={`/dashboard/sales/${order.id}`}>
      <p className="mt-1 text-sm break-words text-accent">{order.flag}</p>
      <p className="mt-1 max-w-prose text-sm text-quiet">{text}</p>
      <form action={action} className="mt-2 flex flex-wrap items-baseline gap-x-5 gap-y-3 text-sm max-sm:mb-4">
        <input type="hidden" name="orderId" value={order.id} />
        {remedy === 'give-back' && (
          <Confirmed
            question="Give the money back"
            answer="Give all of it back"
            title={order.post.title}
            command="give-back"
          >
            All that was paid goes back to the buyer. This cannot be taken back.
          </Confirmed>
        )}
        {remedy === 'refund' && (
          <Confirmed question="Refund" answer={`Give back ${left}`} title={order.post.title} command="refund">
            {left} goes back to the buyer, and the work to the artist’s drafts. This cannot be taken back.
          </Confirmed>
        )}
        <SubmitButton look="text" name="command" value="clear" pendingText="…">
          Done<span className="sr-only">: {order.post.title} needs nobody any more</span>
        </SubmitButton>
      </form>
    </OrderRow>
  );
}

function Confirmed({
  question,
  answer,
  title,
  command,
  children,
}: {
  question: string;
  answer: string;
  title: string;
  command: string;
  children: ReactNode;
}) {
  return (
    <details className="open:basis-full">
      <summary className="w-fit text-quiet underline underline-offset-4 hover:text-ink">
        {question}
        <span className="sr-only"> for {title}</span>
      </summary>
      <p className="mt-3 max-w-prose">{children}</p>
      <SubmitButton look="quiet" name="command" value={command} className="mt-3" pendingText="Giving it back…">
        {answer}
      </SubmitButton>
    </details>
  );
}

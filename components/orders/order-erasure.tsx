import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { formatDate } from '#lib/domain/format-date.ts';

/** Times are ISO 8601. */
type Erasure =
  | { state: 'none' }
  | { state: 'possible' | 'requested'; neededUntil: string | null }
  | { state: 'erased'; at: string };

type Props = {
  orderId: string;
  erasure: Erasure;
  /** Whether a link was just sent. */
  isSent: boolean;
  problem: string | null;
  action(form: FormData): Promise<void>;
};

/** On the page of an order: whether the buyer's name and email are in it, and the button that removes them. */
export function OrderErasure({ orderId, erasure, isSent, problem, action }: Props) {
  if (erasure.state === 'none') return problem ? <Notice>{problem}</Notice> : null;
  return (
    <section aria-labelledby="personal-data" className="mt-10 space-y-3 border-t border-line pt-6 text-sm">
      <h2 id="personal-data" className="font-medium">
        Your personal data
      </h2>
      <Notice>{problem}</Notice>
      {erasure.state === 'erased' && (
        <p>Your name, email and country were removed from this order on {formatDate(erasure.at)}.</p>
      )}
      {erasure.state === 'requested' && (
        <p role="status">
          Your name, email and country will be removed from this order
          {erasure.neededUntil
            ? ` on ${formatDate(erasure.neededUntil)}: until then the artist needs them.`
            : ' shortly.'}
        </p>
      )}
      {erasure.state === 'possible' &&
        (isSent ? (
          <Notice tone="done">
            We have sent a link to the email address of this order. It works once, within 30 minutes.
          </Notice>
        ) : (
          <form action={action} className="space-y-3">
            <input type="hidden" name="order" value={orderId} />
            <p className="text-quiet">
              This order has your name, email and country
              {erasure.neededUntil && `; the artist needs them until ${formatDate(erasure.neededUntil)}`}. We send a
              link to your email address first, so that nobody else removes them.
            </p>
            <SubmitButton variant="text" pendingText="One moment…">
              Remove my personal data from this order
            </SubmitButton>
          </form>
        ))}
    </section>
  );
}

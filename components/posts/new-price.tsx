import { SubmitButton } from '#components/ui/submit-button.tsx';
import { formatMoney, type Money, sameMoney } from '#lib/domain/money/money.ts';
import { BuyForm } from './buy-form.tsx';

type Props = {
  slug: string;
  /** The price that the buyer saw before. */
  seen: Money;
  now: Money;
  /** How the amount was converted from the artist's price, from `describeConversion`; null if it was not. */
  conversion: string | null;
};

/** Asks the buyer to confirm the purchase at the new price. */
export function NewPrice({ slug, seen, now, conversion }: Props) {
  return (
    <>
      <p role="alert" className="mt-4 text-lg">
        {sameMoney(seen, now)
          ? `It is ${formatMoney(now)} again.`
          : `You saw ${formatMoney(seen)}. It is ${formatMoney(now)} now.`}
      </p>
      {conversion && (
        <p className="mt-2 text-sm text-balance text-quiet tabular-nums">The artist’s price is {conversion}.</p>
      )}
      <p className="mt-2 text-quiet">Nothing was charged, and the work is not reserved for you yet.</p>
      <div className="mt-8">
        <BuyForm slug={slug} shown={now}>
          <SubmitButton pendingText="One moment…">Buy for {formatMoney(now)}</SubmitButton>
        </BuyForm>
      </div>
    </>
  );
}

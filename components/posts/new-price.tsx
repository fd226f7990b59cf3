import { SubmitButton } from '#components/ui/submit-button.tsx';
import { formatMoney, type Money, sameMoney } from '#lib/domain/money/money.ts';
import { BuyForm } from './buy-form.tsx';

type Props = {
  slug: string;
  /** What the buyer saw before. */
  seen: Money;
  now: Money;
  /** How the amount comes from the artist's price, as describeConversion says it, or null. */
  conversion: string | null;
};

/** Asks again whether the work is to be bought, at what it costs now. */
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
      <p className="mt-2 text-quiet">Nothing was charged, and nothing is held for you yet.</p>
      <div className="mt-8">
        <BuyForm slug={slug} shown={now}>
          <SubmitButton pendingText="One moment…">Buy for {formatMoney(now)}</SubmitButton>
        </BuyForm>
      </div>
    </>
  );
}

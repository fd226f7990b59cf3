import { ConfirmedButton } from '#components/ui/confirmed-button.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { describeChange, type HeldRate } from '#lib/domain/exchange/rate-review.ts';
import { formatDate } from '#lib/domain/format-date.ts';
import { currencyName } from '#lib/domain/money/currency-names.ts';

type Props = { held: HeldRate; action: (form: FormData) => Promise<void> };

/** A held-back rate beside the previous one, with buttons to accept or discard it. Works without JavaScript. */
export function HeldRateRow({ held, action }: Props) {
  const { source, currency, day, rate, old, moved } = held;
  return (
    <li className="grid gap-x-8 gap-y-3 border-b border-line py-4 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center">
      <div>
        <h3 className="font-medium">
          {currency} <span className="font-normal text-quiet">{currencyName(currency)}</span>
        </h3>
        <p className="mt-1 flex flex-wrap gap-x-4 text-sm tabular-nums">
          <span>
            {old && (
              <>
                <span className="sr-only">from </span>
                {old.rate}
                <span aria-hidden="true"> → </span>
                <span className="sr-only"> to </span>
              </>
            )}
            {rate}
          </span>
          {moved && <span className="text-accent">{describeChange(moved)}</span>}
          <span className="text-quiet">{describeDays(day, old?.day)}</span>
        </p>
      </div>
      <form action={action} className="flex flex-wrap items-baseline gap-x-5 gap-y-3 text-sm">
        {Object.entries({ source, currency, day, rate }).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <SubmitButton variant="quiet" name="command" value="accept" pendingText="…">
          Use it<span className="sr-only">: {currency}</span>
        </SubmitButton>
        <ConfirmedButton
          summary="Discard it"
          subject={`: ${currency}`}
          text="It is not used, also if the service sends it again. The rate of the next day is looked at by itself."
          name="command"
          value="discard"
        >
          Discard it
        </ConfirmedButton>
      </form>
    </li>
  );
}

function describeDays(day: string, oldDay: string | undefined): string {
  if (!oldDay) return `${formatDate(day)}, the first rate received`;
  return oldDay === day ? `${formatDate(day)}, corrected` : `${formatDate(oldDay)} to ${formatDate(day)}`;
}

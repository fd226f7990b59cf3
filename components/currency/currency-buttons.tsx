import { currencyName } from '#lib/domain/money/currency-names.ts';
import type { CurrencyGroup } from '#lib/domain/money/find-currencies.ts';

type Props = {
  groups: CurrencyGroup[];
  /** The visitor's currency. */
  current: string;
  /** The page to return to, a path on this site. */
  back: string;
};

/** Every currency as a button of one form, which works without JavaScript. */
export function CurrencyButtons({ groups, current, back }: Props) {
  return (
    <form action="/currency/choose" method="post">
      <input type="hidden" name="back" value={back} />
      {groups.map(({ title, note, codes }) => (
        <section key={title} className="mt-6">
          {title && <h2 className="font-medium">{title}</h2>}
          {note && <p className="mt-1 text-sm text-quiet">{note}</p>}
          <ul className="mt-3">
            {codes.map((code) => (
              <li key={code} className="border-b border-line">
                <button
                  type="submit"
                  name="currency"
                  value={code}
                  aria-current={code === current ? 'true' : undefined}
                  className="flex w-full items-baseline gap-4 py-2.5 text-left hover:bg-sunken"
                >
                  <span className="w-10 shrink-0 text-sm text-quiet">{code}</span>
                  <span className="grow">{currencyName(code)}</span>
                  {code === current && <span className="text-sm text-quiet">Current</span>}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {groups.length === 0 && <p className="mt-6 text-quiet">No matching currency or country.</p>}
    </form>
  );
}

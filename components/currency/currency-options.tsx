import { currencyName } from '#lib/domain/money/currency-names.ts';
import type { CurrencyGroup } from '#lib/domain/money/find-currencies.ts';

type Props = {
  listId: string;
  idOf(code: string): string;
  groups: CurrencyGroup[];
  /** The visitor's currency. */
  current: string;
  /** The currency that Enter chooses. */
  active: string | undefined;
  onChoose(code: string): void;
};

/** The listbox that the dialog's search field controls. */
export function CurrencyOptions({ listId, idOf, groups, current, active, onChoose }: Props) {
  return (
    <div
      id={listId}
      role="listbox"
      aria-label="Currencies"
      className="mt-3 -mx-2 min-h-24 overflow-y-auto overscroll-contain"
      tabIndex={-1}
    >
      {groups.map(({ title, note, codes }) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset does not belong in a listbox
        <div key={title} role="group" aria-label={title ?? 'Currencies with an exchange rate'}>
          {title && (
            <p className="mt-5 mb-1 px-2 text-sm text-quiet" aria-hidden>
              <span className="block font-medium text-ink">{title}</span>
              {note}
            </p>
          )}
          {codes.map((code) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the search field keeps the focus and points to the active option
            // biome-ignore lint/a11y/useKeyWithClickEvents: the search field handles the keys
            <div
              key={code}
              id={idOf(code)}
              role="option"
              aria-selected={code === current}
              onClick={() => onChoose(code)}
              className={`flex cursor-pointer items-baseline gap-3 rounded px-2 py-2 hover:bg-sunken -outline-offset-2 ${code === active ? 'bg-sunken outline-2 outline-transparent' : ''}`}
            >
              <span className="w-10 shrink-0 text-sm text-quiet">{code}</span>
              <span className="grow">{currencyName(code)}</span>
              {code === current && <span className="text-sm text-quiet">Current</span>}
            </div>
          ))}
        </div>
      ))}
      {groups.length === 0 && <p className="px-2 py-6 text-quiet">No matching currency or country.</p>}
    </div>
  );
}

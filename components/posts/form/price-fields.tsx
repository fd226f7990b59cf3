'use client';

import { useEffect, useState } from 'react';
import { SelectField, TextField } from '#components/ui/field.tsx';
import { previewPrice } from '#lib/domain/exchange/price-preview.ts';
import type { Exchange } from '#lib/domain/exchange/quote.ts';
import type { FieldState } from '#lib/domain/form-state.ts';
import { CURRENCY_CODES } from '#lib/domain/money/currencies.ts';
import { currencyName } from '#lib/domain/money/currency-names.ts';

type Props = { price: FieldState & { maxLength: number }; currency: FieldState; exchange: Exchange };

/** The price, with a live preview in up to five other currencies. */
export function PriceFields({ price, currency, exchange }: Props) {
  const [typed, setTyped] = useState(price.defaultValue ?? '');
  const [code, setCode] = useState(currency.defaultValue ?? '');
  const preview = previewPrice(typed, code, exchange);
  const announced = useDebounced(preview?.amounts.join(', ') ?? '');
  return (
    <div>
      <div className="grid gap-5 sm:grid-cols-[1fr_16rem]">
        <TextField
          {...price}
          label="Price"
          inputMode="decimal"
          autoComplete="off"
          required
          hint="What you receive, before Stripe’s fee."
          onChange={(event) => setTyped(event.target.value)}
        />
        <SelectField {...currency} label="Currency" onChange={(event) => setCode(event.target.value)}>
          {CURRENCY_CODES.map((one) => (
            <option key={one} value={one}>
              {one} – {currencyName(one)}
            </option>
          ))}
        </SelectField>
      </div>
      {/* The minimum height is that of the preview, so that the fields below do not move while the artist types. */}
      <div className="mt-3 min-h-15 text-sm tabular-nums sm:min-h-10">
        {preview && (
          <p>
            <span className="text-quiet">Buyers elsewhere see</span> {preview.amounts.join(' · ')}
            <span className="text-quiet">
              , at the rates of <span className="whitespace-nowrap">{preview.day}.</span>
            </span>
          </p>
        )}
      </div>
      <p role="status" className="sr-only">
        {announced}
      </p>
    </div>
  );
}

const DEBOUNCE_MS = 800;

/** The value once it has not changed for a while, so that a screen reader does not announce each keystroke. */
function useDebounced(value: string): string {
  const [debounced, setDebounced] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setDebounced(value), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return debounced;
}

'use client';

import { useEffect, useState } from 'react';
import { SelectField, TextField } from '#components/ui/field.tsx';
import { previewPrice } from '#lib/domain/exchange/price-preview.ts';
import type { Exchange } from '#lib/domain/exchange/quote.ts';
import { CURRENCY_CODES } from '#lib/domain/money/currencies.ts';
import { currencyName } from '#lib/domain/money/currency-names.ts';

type Field = { name: string; defaultValue: string | undefined; error: string | undefined };
type Props = { price: Field; currency: Field; exchange: Exchange };

/** The price, and what it will be for buyers in five other currencies while it is typed. */
export function PriceFields({ price, currency, exchange }: Props) {
  const [typed, setTyped] = useState(price.defaultValue ?? '');
  const [code, setCode] = useState(currency.defaultValue ?? '');
  const preview = previewPrice(typed, code, exchange);
  const spoken = useSettled(preview?.amounts.join(', ') ?? '');
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
      {/* As high without the lines as with them: what is below must not jump while somebody types. */}
      <div className="mt-3 min-h-15 text-sm tabular-nums sm:min-h-10">
        {preview && (
          <p>
            <span className="text-quiet">Buyers elsewhere see</span> {preview.amounts.join(' · ')}
            <span className="text-quiet">
              , by the rates of <span className="whitespace-nowrap">{preview.day}.</span>
            </span>
          </p>
        )}
      </div>
      <p role="status" className="sr-only">
        {spoken}
      </p>
    </div>
  );
}

/** How long nothing is typed before a screen reader is told, milliseconds. */
const PAUSE = 800;

/** The value once it has stayed the same for a while: what is typed digit by digit is not read out digit by digit. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

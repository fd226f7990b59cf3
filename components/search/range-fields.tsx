type End = { name: string; label: string; value: string | number | null; placeholder: string };
type Props = {
  from: End;
  to: End;
  /** The largest value of both fields. */
  max?: number;
  step?: 'any' | 1;
  /** Shown before each number. */
  unit?: string;
};

/** A range: two numbers, either of which may be empty. */
export function RangeFields({ from, to, max, step = 1, unit }: Props) {
  return (
    <div className="flex items-center gap-2 text-sm">
      <NumberField {...from} {...{ max, step, unit }} />
      <span aria-hidden className="text-quiet">
        –
      </span>
      <NumberField {...to} {...{ max, step, unit }} />
    </div>
  );
}

type NumberProps = End & { max: number | undefined; step: 'any' | 1; unit: string | undefined };

function NumberField({ name, label, value, placeholder, max, step, unit }: NumberProps) {
  return (
    <span className="relative min-w-0 grow basis-0">
      <label htmlFor={name} className="sr-only">
        {label}
      </label>
      {unit && (
        <span aria-hidden className="pointer-events-none absolute inset-y-0 left-2.5 flex items-center text-quiet">
          {unit}
        </span>
      )}
      <input
        id={name}
        name={name}
        type="number"
        inputMode={step === 1 ? 'numeric' : 'decimal'}
        min={0}
        {...{ max, step, placeholder }}
        defaultValue={value ?? undefined}
        // Room for the unit, in characters.
        style={{ paddingLeft: unit ? `calc(${unit.length}ch + 1rem)` : '0.625rem' }}
        className="w-full appearance-textfield rounded-md border border-field bg-raised py-2 pr-1 text-base tabular-nums placeholder:text-quiet focus-visible:outline-offset-1 sm:text-sm"
      />
    </span>
  );
}

import type { ComponentProps, ReactNode } from 'react';

type Props = ComponentProps<'input'> & { name: string; label: ReactNode; hint?: ReactNode };

/** A checkbox with its label beside it, and a hint below. */
export function Checkbox({ name, label, hint, ...rest }: Props) {
  return (
    <div>
      <label className="flex items-baseline gap-3 text-sm">
        <input
          type="checkbox"
          name={name}
          className="size-4 shrink-0 translate-y-0.5 accent-ink"
          aria-describedby={hint ? `${name}-hint` : undefined}
          {...rest}
        />
        <span>{label}</span>
      </label>
      {hint && (
        <p id={`${name}-hint`} className="mt-1.5 ml-7 text-sm text-quiet">
          {hint}
        </p>
      )}
    </div>
  );
}

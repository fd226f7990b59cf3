import type { ComponentProps, ReactNode } from 'react';

export const inputClass =
  'w-full rounded-md border border-field bg-raised px-3.5 py-2.5 text-base placeholder:text-quiet focus-visible:outline-offset-1 aria-invalid:border-accent';

type FieldProps = {
  name: string;
  /** Only where several forms of a page have a field with this name. */
  id?: string | undefined;
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  optional?: boolean;
};

/** The ids of a field's hint and error, for its input's `aria-describedby`. */
function describedBy({ name, id = name, hint, error }: FieldProps): string | undefined {
  return [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
}

function FieldFrame({ name, id = name, label, hint, error, optional, children }: FieldProps & { children: ReactNode }) {
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        {label}
        {optional && <span className="font-normal text-quiet"> (optional)</span>}
      </label>
      {children}
      {hint && (
        <p id={`${id}-hint`} className="mt-1.5 text-sm text-quiet">
          {hint}
        </p>
      )}
      <FieldError id={`${id}-error`}>{error}</FieldError>
    </div>
  );
}

export function FieldError({ id, children }: { id: string; children: string | undefined }) {
  if (!children) return null;
  return (
    <p id={id} dir="auto" className="mt-1.5 text-sm font-medium wrap-anywhere text-accent">
      {children}
    </p>
  );
}

export function TextField({
  name,
  id = name,
  label,
  hint,
  error,
  optional,
  ...rest
}: FieldProps & ComponentProps<'input'>) {
  const field = { name, id, label, hint, error, optional };
  return (
    <FieldFrame {...field}>
      <input
        id={id}
        name={name}
        dir="auto"
        className={inputClass}
        aria-describedby={describedBy(field)}
        aria-invalid={error ? true : undefined}
        {...rest}
      />
    </FieldFrame>
  );
}

export function TextArea({
  name,
  id = name,
  label,
  hint,
  error,
  optional,
  ...rest
}: FieldProps & ComponentProps<'textarea'>) {
  const field = { name, id, label, hint, error, optional };
  return (
    <FieldFrame {...field}>
      <textarea
        id={id}
        name={name}
        dir="auto"
        className={`${inputClass} field-sizing-content leading-relaxed`}
        aria-describedby={describedBy(field)}
        aria-invalid={error ? true : undefined}
        {...rest}
      />
    </FieldFrame>
  );
}

export function SelectField({
  name,
  id = name,
  label,
  hint,
  error,
  optional,
  children,
  ...rest
}: FieldProps & ComponentProps<'select'>) {
  const field = { name, id, label, hint, error, optional };
  return (
    <FieldFrame {...field}>
      <select
        id={id}
        name={name}
        // React resets a form after its action, and a select then loses its default value unless it is mounted again.
        key={String(rest.defaultValue)}
        className={inputClass}
        aria-describedby={describedBy(field)}
        aria-invalid={error ? true : undefined}
        {...rest}
      >
        {children}
      </select>
    </FieldFrame>
  );
}

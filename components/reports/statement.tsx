import { Checkbox } from '#components/ui/checkbox.tsx';
import { FieldError } from '#components/ui/field.tsx';
import type { FieldState } from '#lib/domain/form-state.ts';

type Props = {
  field: FieldState;
  text: string;
  /** Only where several forms of a page have a field with this name. */
  id?: string;
};

/** Something that is declared by ticking it, with what is wrong with it below. */
export function Statement({ field, text, id = field.name }: Props) {
  const { name, defaultValue, error } = field;
  return (
    <div>
      <Checkbox
        // React resets a form after its action, and a box then loses its default unless it is mounted again.
        key={String(defaultValue)}
        name={name}
        label={text}
        defaultChecked={defaultValue === 'on'}
        required
        {...(error && { 'aria-invalid': true, 'aria-describedby': `${id}-error` })}
      />
      <FieldError id={`${id}-error`}>{error}</FieldError>
    </div>
  );
}

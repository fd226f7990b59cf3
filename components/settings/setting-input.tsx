import { SelectField, TextArea, TextField } from '#components/ui/field.tsx';
import type { FieldState } from '#lib/domain/form-state.ts';
import { typedLength } from '#lib/domain/typed-length.ts';

/** A field of a setting, as lib/schemas/shop-settings.ts describes it. */
export type SettingInputField = {
  name: string;
  label: string;
  hint?: string;
  kind: 'line' | 'text' | 'color' | 'email' | 'tel' | 'number' | 'choice' | 'check';
  limit: number;
  choices?: Readonly<Record<string, string>>;
};

const INPUT_TYPES = { line: 'text', color: 'text', number: 'text', email: 'email', tel: 'tel' } as const;
const AUTO_COMPLETE = 'off';

/** @param section makes the id, because all sections are on one page. */
export function SettingInput({
  field,
  section,
  state,
}: {
  field: SettingInputField;
  section: string;
  state: FieldState;
}) {
  const { kind, limit, choices = {}, label, hint } = field;
  const id = `${section}-${field.name}`;
  const common = { ...state, id, label, ...(hint !== undefined && { hint }) };
  switch (kind) {
    case 'choice':
      return (
        <SelectField {...common}>
          {Object.entries(choices).map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </SelectField>
      );
    case 'check':
      return <CheckInput {...common} />;
    case 'text':
      return <TextArea {...common} rows={3} maxLength={typedLength(limit)} autoComplete={AUTO_COMPLETE} />;
    case 'color':
      return (
        <div className="flex items-start gap-3">
          <div className="grow">
            <TextField {...common} spellCheck={false} autoComplete={AUTO_COMPLETE} maxLength={typedLength(limit)} />
          </div>
          <Swatch color={state.defaultValue} />
        </div>
      );
    default:
      return (
        <TextField
          {...common}
          type={INPUT_TYPES[kind]}
          inputMode={kind === 'number' ? 'numeric' : undefined}
          autoComplete={AUTO_COMPLETE}
          maxLength={typedLength(limit)}
        />
      );
  }
}

/** The stored colour beside its field. */
function Swatch({ color }: { color: string | undefined }) {
  if (!color || !/^#[0-9a-f]{6}$/.test(color)) return null;
  return (
    <span
      aria-hidden
      className="mt-7 size-11 shrink-0 rounded-md border border-field forced-color-adjust-none"
      style={{ backgroundColor: color }}
    />
  );
}

function CheckInput({
  name,
  id,
  label,
  hint,
  defaultValue,
}: FieldState & { id: string; label: string; hint?: string }) {
  return (
    <div>
      <label className="flex items-baseline gap-3 text-sm">
        <input
          id={id}
          name={name}
          type="checkbox"
          value="on"
          // React resets a form after its action: the checkbox is mounted again with what is stored.
          key={defaultValue}
          defaultChecked={defaultValue === 'on'}
          className="size-4 shrink-0 translate-y-0.5 accent-ink"
          aria-describedby={hint && `${id}-hint`}
        />
        <span>{label}</span>
      </label>
      {hint && (
        <p id={`${id}-hint`} className="mt-1.5 ml-7 text-sm text-quiet">
          {hint}
        </p>
      )}
    </div>
  );
}

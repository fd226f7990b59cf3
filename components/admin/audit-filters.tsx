import { Button } from '#components/ui/button.tsx';
import { SelectField, TextField } from '#components/ui/field.tsx';
import { AUDIT_GROUPS } from '#lib/domain/audit.ts';

/** The filters of the audit log. A form like any other: it works without JavaScript. */
export function AuditFilters({ account = '', group = '', from = '', to = '' }: Record<string, string | undefined>) {
  return (
    <search>
      <form
        action="/admin/audit"
        className="grid max-w-4xl gap-4 sm:grid-cols-2 lg:grid-cols-[1fr_12rem_10rem_10rem_auto] lg:items-end"
      >
        <TextField
          {...{ name: 'account', label: 'Account', defaultValue: account, maxLength: 254 }}
          {...{ type: 'search', autoCapitalize: 'none', placeholder: 'Username, email or id' }}
        />
        <SelectField name="group" label="What" defaultValue={group}>
          <option value="">Everything</option>
          {Object.entries(AUDIT_GROUPS).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </SelectField>
        <TextField name="from" label="From" type="date" defaultValue={from} />
        <TextField name="to" label="To" type="date" defaultValue={to} />
        <Button type="submit" variant="quiet" className="justify-self-start">
          Show
        </Button>
      </form>
    </search>
  );
}

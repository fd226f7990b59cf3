import { ORDER_STATUS_LABELS } from '#components/orders/order-status.ts';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { SelectField, TextField } from '#components/ui/field.tsx';
import { ORDER_STATUSES } from '#lib/domain/sale/sale.ts';

type Props = {
  /** As they are in the URL. */
  filters: Readonly<Record<string, string>>;
  currencies: readonly string[];
};

/** The filters of the orders. A form like any other: it works without JavaScript. */
export function OrderFilters({ filters, currencies }: Props) {
  const { status = '', flagged = '', refunding = '', artist = '', work = '', email = '', order = '' } = filters;
  const { currency = '', from = '', to = '' } = filters;
  const isNarrowed = [artist, work, email, order, currency, from, to].some((value) => value !== '');
  return (
    <search>
      <form action="/admin/orders" className="grid max-w-4xl gap-4">
        <div className="flex flex-wrap items-end gap-x-6 gap-y-4">
          <SelectField name="status" label="State" defaultValue={status}>
            <option value="">Every state</option>
            {ORDER_STATUSES.map((one) => (
              <option key={one} value={one}>
                {ORDER_STATUS_LABELS[one]}
              </option>
            ))}
          </SelectField>
          <div className="grid gap-2 py-2.5">
            <Checkbox name="flagged" label="Only those that need attention" defaultChecked={flagged === 'on'} />
            <Checkbox name="refunding" label="Only refunds that are not done" defaultChecked={refunding === 'on'} />
          </div>
        </div>
        <details open={isNarrowed} className="text-sm">
          <summary className="w-fit text-quiet underline underline-offset-4 hover:text-ink">More filters</summary>
          <div className="mt-4 grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
            <TextField
              {...{ name: 'artist', label: 'Artist', type: 'search', defaultValue: artist, maxLength: 254 }}
              {...{ autoCapitalize: 'none', placeholder: 'Username' }}
            />
            <TextField
              {...{ name: 'work', label: 'Work', type: 'search', defaultValue: work, maxLength: 254 }}
              {...{ autoCapitalize: 'none', placeholder: 'URL of its page' }}
            />
            <TextField
              {...{ name: 'email', label: 'Buyer’s email', type: 'search', defaultValue: email, maxLength: 254 }}
              {...{ autoCapitalize: 'none', placeholder: 'All of it', autoComplete: 'off' }}
            />
            <TextField
              {...{ name: 'order', label: 'Order', type: 'search', defaultValue: order, maxLength: 254 }}
              {...{ autoCapitalize: 'none', placeholder: 'Its id or URL', autoComplete: 'off' }}
            />
            <TextField name="from" label="Placed from" type="date" defaultValue={from} />
            <TextField name="to" label="Placed to" type="date" defaultValue={to} />
            <SelectField name="currency" label="Charged in" defaultValue={currency}>
              <option value="">Every currency</option>
              {currencies.map((code) => (
                <option key={code} value={code}>
                  {code}
                </option>
              ))}
            </SelectField>
          </div>
        </details>
        <Button type="submit" variant="quiet" className="justify-self-start">
          Show
        </Button>
      </form>
    </search>
  );
}

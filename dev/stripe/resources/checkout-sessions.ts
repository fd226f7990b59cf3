import { z } from 'zod';
import { expand } from '../api/expand.ts';
import { listPage, pageParameters } from '../api/list-page.ts';
import { email, expandParameter, oneOf, readParameters, text } from '../api/parameters.ts';
import type { Route } from '../api/route.ts';
import { missing } from '../api/stripe-failure.ts';
import type { Emulator } from '../emulator.ts';
import { expireSession } from '../payments/expire-session.ts';
import type { LineItemObject, SessionRecord } from '../records.ts';
import { Table } from '../table.ts';
import { createCheckoutSession } from './create-checkout-session.ts';
import { createSessionParameters } from './create-session-parameters.ts';

const PATH = '/v1/checkout/sessions';
const onlyExpand = z.strictObject(expandParameter);
const listParameters = z.strictObject({
  ...pageParameters,
  payment_intent: text.optional(),
  status: oneOf('open', 'complete', 'expired').optional(),
  customer_details: z.strictObject({ email }).optional(),
});

export const checkoutSessionRoutes: Route[] = [
  {
    method: 'POST',
    path: PATH,
    handle: (emulator, { input }) => {
      const parameters = readParameters(createSessionParameters, input);
      return expand(emulator, createCheckoutSession(emulator, parameters), parameters.expand);
    },
  },
  {
    method: 'GET',
    path: PATH,
    handle: (emulator, { input }) => {
      const parameters = readParameters(listParameters, input);
      const { payment_intent, status, customer_details } = parameters;
      const toItem = ({ session }: SessionRecord) =>
        (!payment_intent || session.payment_intent === payment_intent) &&
        (!status || session.status === status) &&
        (!customer_details || session.customer_details?.email === customer_details.email)
          ? session
          : null;
      return expand(
        emulator,
        listPage(emulator.store.table('session'), PATH, parameters, { noun: 'checkout.session', toItem }),
        parameters.expand,
      );
    },
  },
  {
    method: 'GET',
    path: `${PATH}/:id`,
    handle: (emulator, { id, input }) =>
      expand(emulator, requireSession(emulator, id).session, readParameters(onlyExpand, input).expand),
  },
  {
    method: 'POST',
    path: `${PATH}/:id/expire`,
    handle: (emulator, { id, input }) => {
      const { expand: paths } = readParameters(onlyExpand, input);
      return expand(emulator, expireSession(emulator, requireSession(emulator, id)), paths);
    },
  },
  {
    method: 'GET',
    path: `${PATH}/:id/line_items`,
    handle: (emulator, { id, input }) => {
      const parameters = readParameters(z.strictObject(pageParameters), input);
      const { lineItems, session } = requireSession(emulator, id);
      // A table's pages begin with the newest record; line items keep their order.
      const items = new Table([...lineItems].reverse());
      const dated = (item: LineItemObject) => ({ ...item, created: session.created });
      const page = listPage(items, `${PATH}/${id}/line_items`, parameters, { noun: 'item', toItem: dated });
      return { ...page, data: page.data.map(({ created: _, ...item }) => item) };
    },
  },
];

/** @throws {StripeFailure} 404 */
export function requireSession(emulator: Emulator, id: string): SessionRecord {
  const record = emulator.store.get('session', id);
  if (!record) throw missing('checkout.session', id);
  return record;
}

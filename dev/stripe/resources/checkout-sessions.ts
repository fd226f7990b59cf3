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
    handle: (standIn, { input }) => {
      const parameters = readParameters(createSessionParameters, input);
      return expand(standIn, createCheckoutSession(standIn, parameters), parameters.expand);
    },
  },
  {
    method: 'GET',
    path: PATH,
    handle: (standIn, { input }) => {
      const parameters = readParameters(listParameters, input);
      const { payment_intent, status, customer_details } = parameters;
      const view = ({ session }: SessionRecord) =>
        (!payment_intent || session.payment_intent === payment_intent) &&
        (!status || session.status === status) &&
        (!customer_details || session.customer_details?.email === customer_details.email)
          ? session
          : null;
      return expand(standIn, listPage(standIn.store.table('session'), PATH, parameters, view), parameters.expand);
    },
  },
  {
    method: 'GET',
    path: `${PATH}/:id`,
    handle: (standIn, { id, input }) =>
      expand(standIn, requireSession(standIn, id).session, readParameters(onlyExpand, input).expand),
  },
  {
    method: 'POST',
    path: `${PATH}/:id/expire`,
    handle: (standIn, { id, input }) => {
      const { expand: paths } = readParameters(onlyExpand, input);
      return expand(standIn, expireSession(standIn, requireSession(standIn, id)), paths);
    },
  },
  {
    method: 'GET',
    path: `${PATH}/:id/line_items`,
    handle: (standIn, { id, input }) => {
      const parameters = readParameters(z.strictObject(pageParameters), input);
      const { lineItems, session } = requireSession(standIn, id);
      // The newest of a table comes first, the first of the items has to.
      const items = new Table([...lineItems].reverse());
      const dated = (item: LineItemObject) => ({ ...item, created: session.created });
      const page = listPage(items, `${PATH}/${id}/line_items`, parameters, dated);
      return { ...page, data: page.data.map(({ created: _, ...item }) => item) };
    },
  },
];

/** @throws {StripeFailure} 404 */
export function requireSession(standIn: Emulator, id: string): SessionRecord {
  const record = standIn.store.get('session', id);
  if (!record) throw missing('checkout.session', id, 'session');
  return record;
}

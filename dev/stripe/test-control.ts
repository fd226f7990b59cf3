import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { type Faults, faultSchema } from './api/faults.ts';
import { missing, StripeFailure } from './api/stripe-failure.ts';
import type { Emulator } from './emulator.ts';
import { readBody, sendJson } from './http.ts';
import { TEST_BUYER } from './payments/buyer.ts';
import { closeDispute, openDispute } from './payments/dispute-charge.ts';
import { expireSession } from './payments/expire-session.ts';
import { declineCard, payByCard, payDelayed, payLate, settleSession } from './payments/pay-session.ts';
import { settleRefund } from './payments/refund-charge.ts';
import { advance } from './payments/run-clocks.ts';
import type { Kind, Records } from './records.ts';
import { requireSession } from './resources/checkout-sessions.ts';
import { deliveryRulesSchema } from './webhooks/delivery-rules.ts';

type Control = { standIn: Emulator; faults: Faults; id: string; input: unknown };
type Command = (control: Control) => unknown;

const outcome = z.enum(['succeeded', 'failed']);
const pay = z.strictObject({
  email: z.string().default(TEST_BUYER.email),
  name: z.string().default(TEST_BUYER.name),
  country: z.string().length(2).default(TEST_BUYER.country),
  method: z.enum(['card', 'delayed', 'declined', 'late']).default('card'),
});
const deliver = z.strictObject({
  eventId: z.string(),
  times: z.int().min(1).max(1_000).default(1),
  concurrent: z.boolean().default(false),
});

/** What a test may order, by method and path; bodies and answers are JSON. */
const COMMANDS: Readonly<Record<string, Command>> = {
  'GET state': ({ standIn: { store, webhooks } }) => ({
    sessions: store.list('session').map(({ session }) => session),
    payment_intents: store.list('intent'),
    charges: store.list('charge'),
    refunds: store.list('refund'),
    disputes: store.list('dispute'),
    events: store.list('event').map((event) => ({ ...event, delivery: store.get('delivery', event.id) })),
    delivery: webhooks.rules,
  }),
  'POST sessions/:id/pay': ({ standIn, id, input }) => {
    const { method, ...buyer } = pay.parse(input);
    const record = requireSession(standIn, id);
    if (method === 'card') return payByCard(standIn, record, buyer);
    if (method === 'late') return payLate(standIn, record, buyer);
    return method === 'declined' ? declineCard(standIn, record, buyer) : payDelayed(standIn, record, buyer, null);
  },
  'POST sessions/:id/settle': ({ standIn, id, input }) =>
    settleSession(standIn, requireSession(standIn, id), z.strictObject({ outcome }).parse(input).outcome),
  'POST sessions/:id/expire': ({ standIn, id }) => expireSession(standIn, requireSession(standIn, id)),
  'GET delivery': ({ standIn: { webhooks } }) => ({ rules: webhooks.rules, counts: webhooks.counts }),
  'POST delivery': ({ standIn, input }) => {
    standIn.webhooks.rules = deliveryRulesSchema.parse(input);
    return standIn.webhooks.rules;
  },
  'POST deliver': async ({ standIn, input }) => {
    const { eventId, times, concurrent } = deliver.parse(input);
    const event = requireRecord(standIn, 'event', eventId);
    return { answers: await standIn.webhooks.deliver(event, times, concurrent) };
  },
  'POST flush': async ({ standIn, input }) => {
    const { order } = z.strictObject({ order: z.array(z.string()).optional() }).parse(input);
    return { delivered: await standIn.webhooks.flush(order) };
  },
  'POST fault': ({ faults, input }) => {
    const fault = faultSchema.parse(input);
    faults.add(fault);
    return fault;
  },
  'POST faults/clear': ({ faults }) => {
    faults.clear();
    return {};
  },
  'POST advance': ({ standIn, input }) => {
    advance(standIn, z.strictObject({ seconds: z.int().min(1) }).parse(input).seconds);
    return {};
  },
  'POST refund-status': ({ standIn, input }) => {
    const { status } = z.strictObject({ status: z.enum(['succeeded', 'pending']) }).parse(input);
    standIn.refundStatus = status;
    return { status };
  },
  'POST refunds/:id/settle': ({ standIn, id, input }) =>
    settleRefund(standIn, requireRecord(standIn, 'refund', id), z.strictObject({ outcome }).parse(input).outcome),
  'POST disputes': ({ standIn, input }) => {
    const { payment_intent } = z.strictObject({ payment_intent: z.string() }).parse(input);
    const intent = requireRecord(standIn, 'intent', payment_intent);
    return openDispute(standIn, requireRecord(standIn, 'charge', intent.latest_charge ?? ''));
  },
  'POST disputes/:id/close': ({ standIn, id, input }) => {
    const { status } = z.strictObject({ status: z.enum(['won', 'lost']) }).parse(input);
    return closeDispute(standIn, requireRecord(standIn, 'dispute', id), status);
  },
};

/** Answers `/_test/…`. Requests that a foreign page sends from a browser are refused. */
export async function handleTestControl(
  standIn: Emulator,
  faults: Faults,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const { origin } = request.headers;
  if (origin && origin !== standIn.publicUrl) return sendJson(response, 403, { error: 'not from another page' });
  const [noun = '', id = '', verb] = path.split('/').slice(2);
  const command =
    COMMANDS[`${request.method} ${verb === undefined ? [noun, id].filter(Boolean).join('/') : `${noun}/:id/${verb}`}`];
  if (!command) return sendJson(response, 404, { error: `no command ${request.method} ${path}` });
  try {
    const body = await readBody(request);
    const input: unknown = body ? JSON.parse(body) : {};
    sendJson(response, 200, await command({ standIn, faults, id, input }));
  } catch (error) {
    const isCallersFault =
      error instanceof StripeFailure || error instanceof z.ZodError || error instanceof SyntaxError;
    if (!isCallersFault) throw error;
    sendJson(response, error instanceof StripeFailure ? error.status : 400, { error: error.message });
  }
}

function requireRecord<K extends Kind>(standIn: Emulator, kind: K, id: string): Records[K] {
  const record = standIn.store.get(kind, id);
  if (!record) throw missing(kind, id);
  return record;
}

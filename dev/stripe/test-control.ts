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

type Control = { emulator: Emulator; faults: Faults; id: string; input: unknown };
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

/** The test control's endpoints by method and path; request and response bodies are JSON. See README.md. */
const COMMANDS: Readonly<Record<string, Command>> = {
  'GET state': ({ emulator: { store, webhooks } }) => ({
    sessions: store.list('session').map(({ session }) => session),
    payment_intents: store.list('intent'),
    charges: store.list('charge'),
    refunds: store.list('refund'),
    disputes: store.list('dispute'),
    events: store.list('event').map((event) => ({ ...event, delivery: store.get('delivery', event.id) })),
    delivery: webhooks.rules,
  }),
  'POST sessions/:id/pay': ({ emulator, id, input }) => {
    const { method, ...buyer } = pay.parse(input);
    const record = requireSession(emulator, id);
    if (method === 'card') return payByCard(emulator, record, buyer);
    if (method === 'late') return payLate(emulator, record, buyer);
    return method === 'declined' ? declineCard(emulator, record, buyer) : payDelayed(emulator, record, buyer, null);
  },
  'POST sessions/:id/settle': ({ emulator, id, input }) =>
    settleSession(emulator, requireSession(emulator, id), z.strictObject({ outcome }).parse(input).outcome),
  'POST sessions/:id/expire': ({ emulator, id }) => expireSession(emulator, requireSession(emulator, id)),
  'GET delivery': ({ emulator: { webhooks } }) => ({ rules: webhooks.rules, counts: webhooks.counts }),
  'POST delivery': ({ emulator, input }) => {
    emulator.webhooks.rules = deliveryRulesSchema.parse(input);
    return emulator.webhooks.rules;
  },
  'POST deliver': async ({ emulator, input }) => {
    const { eventId, times, concurrent } = deliver.parse(input);
    const event = requireRecord(emulator, 'event', eventId);
    return { answers: await emulator.webhooks.deliver(event, times, concurrent) };
  },
  'POST flush': async ({ emulator, input }) => {
    const { order } = z.strictObject({ order: z.array(z.string()).optional() }).parse(input);
    return { delivered: await emulator.webhooks.flush(order) };
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
  'POST advance': ({ emulator, input }) => {
    advance(emulator, z.strictObject({ seconds: z.int().min(1) }).parse(input).seconds);
    return {};
  },
  'POST refund-status': ({ emulator, input }) => {
    const { status } = z.strictObject({ status: z.enum(['succeeded', 'pending']) }).parse(input);
    emulator.refundStatus = status;
    return { status };
  },
  'POST refunds/:id/settle': ({ emulator, id, input }) =>
    settleRefund(emulator, requireRecord(emulator, 'refund', id), z.strictObject({ outcome }).parse(input).outcome),
  'POST disputes': ({ emulator, input }) => {
    const { payment_intent } = z.strictObject({ payment_intent: z.string() }).parse(input);
    const intent = requireRecord(emulator, 'intent', payment_intent);
    return openDispute(emulator, requireRecord(emulator, 'charge', intent.latest_charge ?? ''));
  },
  'POST disputes/:id/close': ({ emulator, id, input }) => {
    const { status } = z.strictObject({ status: z.enum(['won', 'lost']) }).parse(input);
    return closeDispute(emulator, requireRecord(emulator, 'dispute', id), status);
  },
};

/** Handles `/_test/…`. Requests that a browser sends from another origin get 403. */
export async function handleTestControl(
  emulator: Emulator,
  faults: Faults,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const { origin } = request.headers;
  if (origin && origin !== emulator.publicUrl)
    return sendJson(response, 403, { error: 'requests from another origin are not allowed' });
  const [noun = '', id = '', verb] = path.split('/').slice(2);
  const command =
    COMMANDS[`${request.method} ${verb === undefined ? [noun, id].filter(Boolean).join('/') : `${noun}/:id/${verb}`}`];
  if (!command) return sendJson(response, 404, { error: `no endpoint ${request.method} ${path}` });
  try {
    const body = await readBody(request);
    const input: unknown = body ? JSON.parse(body) : {};
    sendJson(response, 200, await command({ emulator, faults, id, input }));
  } catch (error) {
    const isBadRequest = error instanceof StripeFailure || error instanceof z.ZodError || error instanceof SyntaxError;
    if (!isBadRequest) throw error;
    sendJson(response, error instanceof StripeFailure ? error.status : 400, { error: error.message });
  }
}

function requireRecord<K extends Kind>(emulator: Emulator, kind: K, id: string): Records[K] {
  const record = emulator.store.get(kind, id);
  if (!record) throw missing(kind, id);
  return record;
}

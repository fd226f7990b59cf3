/** Steps of the worker: events and scheduled tasks. */

import { resolveUnopenedCheckouts } from '#lib/orders/checkout/resolve-unopened-checkouts.ts';
import { backfillEvents } from '#lib/orders/reconciliation/backfill-events.ts';
import { reconcileOrders } from '#lib/orders/reconciliation/reconcile-orders.ts';
import { recordBalanceTransactions } from '#lib/orders/reconciliation/record-balance-transactions.ts';
import { refundDueOrders } from '#lib/orders/refunds/refund-due-orders.ts';
import { processEvent } from '#lib/orders/settlement/process-event.ts';
import { parseStripeEvent } from '#lib/schemas/stripe-events.ts';
import type { EventObject } from '../../../dev/stripe/records.ts';
import { type Step, settleAll, stepAbout } from './step.ts';
import { eventsOf } from './stripe-records.ts';
import type { World } from './world.ts';

const deliverable = (world: World) => (world.webhooks ? eventsOf(world) : []);

/** Processes an event as the worker does with an entry of the stream. */
async function process(sent: EventObject): Promise<string> {
  const { event, payload } = parseStripeEvent(JSON.stringify(sent));
  const { outcome, detail } = await processEvent(event, payload);
  return detail ? `${outcome}, ${detail}` : outcome;
}

/** The webhook has responded with 200: Stripe counts the event as delivered, whatever happens to it later. */
function accept({ stripe }: World, event: EventObject): void {
  stripe.emulator.store.put('event', { ...event, pending_webhooks: 0 });
}

export const receiveEvent = (event: number): Step => processStep('the worker processes event', event, deliverable);

/** Processes one of the events that have not been delivered yet, in any order. */
export const receiveNewEvent = (event: number): Step =>
  processStep('the worker processes new event', event, (world) =>
    deliverable(world).filter(({ pending_webhooks }) => pending_webhooks > 0),
  );

const processStep = (name: string, event: number, list: (world: World) => EventObject[]): Step =>
  stepAbout(event, {
    name,
    list,
    act: async (world, sent) => {
      accept(world, sent);
      return `${sent.type} ${await process(sent)}`;
    },
  });

export const receiveEventTwice = (event: number): Step =>
  stepAbout(event, {
    name: 'two workers at once process event',
    list: deliverable,
    act: async (world, sent) => {
      accept(world, sent);
      const outcomes = await settleAll([process(sent), process(sent)]);
      if (!outcomes.includes('duplicate')) throw new Error(`both applied it: ${outcomes.join(' and ')}`);
      return `${sent.type} ${outcomes.join(' and ')}`;
    },
    simpler: () => [receiveEvent(event)],
  });

export const loseEvent = (event: number): Step =>
  stepAbout(event, {
    name: 'Redis loses, after the webhook’s 200, event',
    list: deliverable,
    act: (world, sent) => {
      accept(world, sent);
      return sent.type;
    },
  });

/** The worker's scheduled tasks that change orders. */
export const WORKER_TASKS = {
  'unopened checkouts': resolveUnopenedCheckouts,
  'open orders': reconcileOrders,
  'missed events': backfillEvents,
  ledger: recordBalanceTransactions,
  refunds: refundDueOrders,
} as const;
export type TaskName = keyof typeof WORKER_TASKS;

export const runTask = (task: TaskName): Step => ({
  name: `the worker runs its task for ${task}`,
  applies: ({ observed }) => observed.orders.length > 0,
  run: async () => `${(await WORKER_TASKS[task]()).length} changed`,
});

export const runAllTasks: Step = {
  name: 'a worker starts and runs all its tasks at once',
  applies: ({ observed }) => observed.orders.length > 0,
  run: async () => {
    const changed = await settleAll(Object.values(WORKER_TASKS).map((run) => run()));
    return `${changed.flat().length} changed`;
  },
};

import { resolveUnopenedCheckouts } from '#lib/orders/checkout/resolve-unopened-checkouts.ts';
import { backfillEvents } from '#lib/orders/reconciliation/backfill-events.ts';
import { reconcileOrders } from '#lib/orders/reconciliation/reconcile-orders.ts';
import { recordBalanceTransactions } from '#lib/orders/reconciliation/record-balance-transactions.ts';
import { refundDueOrders } from '#lib/orders/refunds/refund-due-orders.ts';
import { processEvent } from '#lib/orders/settlement/process-event.ts';
import { parseStripeEvent } from '#lib/schemas/stripe-events.ts';
import type { EventObject } from '../../../dev/stripe/records.ts';
import { allOf, type Step, stepWith } from './step.ts';
import { eventsOf } from './stripe-view.ts';
import type { World } from './world.ts';

const deliverable = (world: World) => (world.webhooks ? eventsOf(world) : []);

/** As the worker does with an entry of the stream. */
async function settle(sent: EventObject): Promise<string> {
  const { event, payload } = parseStripeEvent(JSON.stringify(sent));
  const { outcome, detail } = await processEvent(event, payload);
  return detail ? `${outcome}, ${detail}` : outcome;
}

/** Our webhook has said 200: Stripe counts the event as delivered, whatever becomes of it. */
function accept({ stripe }: World, event: EventObject): void {
  stripe.standIn.store.put('event', { ...event, pending_webhooks: 0 });
}

export const eventComes = (event: number): Step => taken('the worker takes event', event, deliverable);

/** One of those that have not come yet, in whatever order. */
export const newEventComes = (event: number): Step =>
  taken('the worker takes new event', event, (world) =>
    deliverable(world).filter(({ pending_webhooks }) => pending_webhooks > 0),
  );

const taken = (name: string, event: number, list: (world: World) => EventObject[]): Step =>
  stepWith(event, {
    name,
    list,
    act: async (world, sent) => {
      accept(world, sent);
      return `${sent.type} ${await settle(sent)}`;
    },
  });

export const eventComesTwice = (event: number): Step =>
  stepWith(event, {
    name: 'two workers at once take event',
    list: deliverable,
    act: async (world, sent) => {
      accept(world, sent);
      const words = await allOf([settle(sent), settle(sent)]);
      if (!words.includes('duplicate')) throw new Error(`both applied it: ${words.join(' and ')}`);
      return `${sent.type} ${words.join(' and ')}`;
    },
    simpler: () => [eventComes(event)],
  });

export const eventIsLost = (event: number): Step =>
  stepWith(event, {
    name: 'Redis loses, after our 200, event',
    list: deliverable,
    act: (world, sent) => {
      accept(world, sent);
      return sent.type;
    },
  });

/** The tasks of the worker's clock that move sales. */
export const TASKS = {
  'unopened checkouts': resolveUnopenedCheckouts,
  'open orders': reconcileOrders,
  'missed events': backfillEvents,
  ledger: recordBalanceTransactions,
  refunds: refundDueOrders,
} as const;
export type TaskName = keyof typeof TASKS;

export const taskRuns = (task: TaskName): Step => ({
  name: `the worker looks after ${task}`,
  applies: ({ seen }) => seen.orders.length > 0,
  run: async () => `${(await TASKS[task]()).length} moved`,
});

export const allTasksRun: Step = {
  name: 'a worker starts: all its tasks at once',
  applies: ({ seen }) => seen.orders.length > 0,
  run: async () => {
    const moved = await allOf(Object.values(TASKS).map((run) => run()));
    return `${moved.flat().length} moved`;
  },
};

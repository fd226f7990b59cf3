/** Random commands for the histories of the sale model. */

import fc from 'fast-check';
import { changeRates, startPurchase } from './buying-steps.ts';
import { concurrently, crashAt, passTime, withOutage } from './disturbances.ts';
import { CRASH_POINTS } from './prepare-database.ts';
import { cancelOrder, changePrice, hideWork, publishWork, refundOrder, showWork, unpublishWork } from './shop-steps.ts';
import { SaleCommand, type Step } from './step.ts';
import {
  declinePayment,
  disputePayment,
  endDelayedPayment,
  endDispute,
  endRefund,
  endSession,
  payWithCard,
  receiveLatePayment,
  refundInDashboard,
  setRefundStatus,
  startDelayedPayment,
} from './stripe-steps.ts';
import {
  loseEvent,
  receiveEvent,
  receiveEventTwice,
  receiveNewEvent,
  runAllTasks,
  runTask,
  type TaskName,
  WORKER_TASKS,
} from './worker-steps.ts';

type Steps = fc.Arbitrary<Step>;

const few = fc.nat(3);
const many = fc.nat(11);
const outcomes = fc.constantFrom('succeeded', 'failed');
const DURATIONS = [
  ['20 seconds', 20],
  ['3 minutes', 180],
  ['40 minutes', 2_400],
  ['25 hours', 90_000],
] as const;

/** Pages with outdated rates are rare. */
const viewedPages = fc.record({
  currency: fc.constantFrom('EUR', 'JPY', 'KWD', 'USD'),
  page: fc.oneof(
    { weight: 7, arbitrary: fc.constant('today' as const) },
    { weight: 1, arbitrary: fc.constant('yesterday' as const) },
  ),
});

/** Steps that run the shop's code, and so can be disturbed anywhere. */
const shopSteps: Steps = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(few, fc.nat(2), viewedPages).map((parts) => startPurchase(...parts)) },
  { weight: 2, arbitrary: few.map(cancelOrder) },
  { weight: 2, arbitrary: few.map(refundOrder) },
  { weight: 9, arbitrary: few.map(receiveNewEvent) },
  { weight: 2, arbitrary: many.map(receiveEvent) },
  { weight: 2, arbitrary: many.map(receiveEventTwice) },
  { weight: 5, arbitrary: fc.constantFrom(...(Object.keys(WORKER_TASKS) as TaskName[])).map(runTask) },
  { weight: 1, arbitrary: fc.constant(runAllTasks) },
);

/** Steps of buyers and banks at Stripe. */
const stripeSteps: Steps = fc.oneof(
  { weight: 8, arbitrary: few.map(payWithCard) },
  { weight: 1, arbitrary: few.map(declinePayment) },
  { weight: 4, arbitrary: few.map(startDelayedPayment) },
  { weight: 4, arbitrary: fc.tuple(few, outcomes).map(([session, outcome]) => endDelayedPayment(session, outcome)) },
  { weight: 2, arbitrary: few.map(receiveLatePayment) },
  { weight: 2, arbitrary: few.map(endSession) },
  {
    weight: 3,
    arbitrary: fc.tuple(few, fc.constantFrom('all', 'half')).map(([payment, part]) => refundInDashboard(payment, part)),
  },
  { weight: 1, arbitrary: fc.constantFrom('pending', 'succeeded').map(setRefundStatus) },
  { weight: 3, arbitrary: fc.tuple(few, outcomes).map(([refund, outcome]) => endRefund(refund, outcome)) },
  { weight: 2, arbitrary: few.map(disputePayment) },
  {
    weight: 3,
    arbitrary: fc.tuple(few, fc.constantFrom('won', 'lost')).map(([dispute, end]) => endDispute(dispute, end)),
  },
);

const otherSteps: Steps = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...DURATIONS).map(([name, seconds]) => passTime(name, seconds)) },
  { weight: 1, arbitrary: many.map(loseEvent) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.nat(2), fc.constantFrom(9_000, 15_000)).map(([work, price]) => changePrice(work, price)),
  },
  { weight: 1, arbitrary: fc.constant(changeRates) },
  { weight: 1, arbitrary: fc.nat(2).map(unpublishWork) },
  { weight: 3, arbitrary: fc.nat(2).map(publishWork) },
  { weight: 1, arbitrary: fc.nat(2).map(hideWork) },
  { weight: 3, arbitrary: fc.nat(2).map(showWork) },
);

const singleStep: Steps = fc.oneof(
  { weight: 6, arbitrary: shopSteps },
  { weight: 4, arbitrary: stripeSteps },
  { weight: 2, arbitrary: otherSteps },
);

const outages = fc.record({ after: fc.nat(2), executed: fc.boolean() });

const steps: Steps = fc.oneof(
  { weight: 14, arbitrary: singleStep },
  { weight: 2, arbitrary: fc.tuple(singleStep, singleStep, fc.nat(6)).map((parts) => concurrently(...parts)) },
  { weight: 1, arbitrary: fc.tuple(shopSteps, fc.constantFrom(...CRASH_POINTS)).map((parts) => crashAt(...parts)) },
  { weight: 1, arbitrary: fc.tuple(shopSteps, outages).map((parts) => withOutage(...parts)) },
);

/** Several candidates, of which the first applicable one runs, so that few commands of a history are skipped. */
const candidates = fc.array(steps, { minLength: 4, maxLength: 4 });

/** Shrinks a command through its own `simpler`, which is faster than shrinking the random numbers behind it. */
class SaleCommands extends fc.Arbitrary<SaleCommand> {
  override generate(random: fc.Random, bias: number | undefined): fc.Value<SaleCommand> {
    return new fc.Value(new SaleCommand(candidates.generate(random, bias).value), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is SaleCommand {
    return value instanceof SaleCommand;
  }

  override shrink(command: SaleCommand): fc.Stream<fc.Value<SaleCommand>> {
    return fc.Stream.of(...command.simpler().map((simpler) => new fc.Value(simpler, undefined)));
  }
}

export const saleCommands = fc.commands([new SaleCommands()], { maxCommands: 30, size: 'max' });

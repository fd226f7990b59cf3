import fc from 'fast-check';
import { cutOff, dying, timePasses, together } from './accidents.ts';
import { newRatesCome, startsToBuy } from './buying-steps.ts';
import { CRASH_PLACES } from './prepare-database.ts';
import { asksForRefund, cancels, changesPrice, hides, putsUp, shows, takesDown } from './shop-steps.ts';
import { SaleCommand, type Step } from './step.ts';
import {
  cardIsDeclined,
  debitEnds,
  disputeEnds,
  disputes,
  paysByCard,
  paysDelayed,
  paysLate,
  refundEnds,
  refundsBegin,
  refundsInDashboard,
  sessionEnds,
} from './stripe-steps.ts';
import {
  allTasksRun,
  eventComes,
  eventComesTwice,
  eventIsLost,
  newEventComes,
  TASKS,
  type TaskName,
  taskRuns,
} from './worker-steps.ts';

type Steps = fc.Arbitrary<Step>;

const few = fc.nat(3);
const many = fc.nat(11);
const ended = fc.constantFrom('succeeded', 'failed');
const TIMES = [
  ['20 seconds', 20],
  ['3 minutes', 180],
  ['40 minutes', 2_400],
  ['25 hours', 90_000],
] as const;

/** A page that is older than the rates in use is the exception. */
const sights = fc.record({
  currency: fc.constantFrom('EUR', 'JPY', 'KWD', 'USD'),
  page: fc.oneof(
    { weight: 7, arbitrary: fc.constant('of today' as const) },
    { weight: 1, arbitrary: fc.constant('of yesterday' as const) },
  ),
});

/** What goes through the product, and so can be cut off anywhere. */
const ofTheShop: Steps = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(few, fc.nat(2), sights).map((parts) => startsToBuy(...parts)) },
  { weight: 2, arbitrary: few.map(cancels) },
  { weight: 2, arbitrary: few.map(asksForRefund) },
  { weight: 9, arbitrary: few.map(newEventComes) },
  { weight: 2, arbitrary: many.map(eventComes) },
  { weight: 2, arbitrary: many.map(eventComesTwice) },
  { weight: 5, arbitrary: fc.constantFrom(...(Object.keys(TASKS) as TaskName[])).map(taskRuns) },
  { weight: 1, arbitrary: fc.constant(allTasksRun) },
);

/** What buyers and banks do at Stripe. */
const atStripe: Steps = fc.oneof(
  { weight: 8, arbitrary: few.map(paysByCard) },
  { weight: 1, arbitrary: few.map(cardIsDeclined) },
  { weight: 4, arbitrary: few.map(paysDelayed) },
  { weight: 4, arbitrary: fc.tuple(few, ended).map(([session, outcome]) => debitEnds(session, outcome)) },
  { weight: 2, arbitrary: few.map(paysLate) },
  { weight: 2, arbitrary: few.map(sessionEnds) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(few, fc.constantFrom('all', 'half'))
      .map(([payment, part]) => refundsInDashboard(payment, part)),
  },
  { weight: 1, arbitrary: fc.constantFrom('pending', 'succeeded').map(refundsBegin) },
  { weight: 3, arbitrary: fc.tuple(few, ended).map(([refund, outcome]) => refundEnds(refund, outcome)) },
  { weight: 2, arbitrary: few.map(disputes) },
  {
    weight: 3,
    arbitrary: fc.tuple(few, fc.constantFrom('won', 'lost')).map(([dispute, end]) => disputeEnds(dispute, end)),
  },
);

const other: Steps = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...TIMES).map(([name, seconds]) => timePasses(name, seconds)) },
  { weight: 1, arbitrary: many.map(eventIsLost) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.nat(2), fc.constantFrom(9_000, 15_000)).map(([work, price]) => changesPrice(work, price)),
  },
  { weight: 1, arbitrary: fc.constant(newRatesCome) },
  { weight: 1, arbitrary: fc.nat(2).map(takesDown) },
  { weight: 3, arbitrary: fc.nat(2).map(putsUp) },
  { weight: 1, arbitrary: fc.nat(2).map(hides) },
  { weight: 3, arbitrary: fc.nat(2).map(shows) },
);

const oneAtATime: Steps = fc.oneof(
  { weight: 6, arbitrary: ofTheShop },
  { weight: 4, arbitrary: atStripe },
  { weight: 2, arbitrary: other },
);

const outage = fc.record({ after: fc.nat(2), done: fc.boolean() });

const steps: Steps = fc.oneof(
  { weight: 14, arbitrary: oneAtATime },
  { weight: 2, arbitrary: fc.tuple(oneAtATime, oneAtATime, fc.nat(6)).map((parts) => together(...parts)) },
  { weight: 1, arbitrary: fc.tuple(ofTheShop, fc.constantFrom(...CRASH_PLACES)).map((parts) => dying(...parts)) },
  { weight: 1, arbitrary: fc.tuple(ofTheShop, outage).map((parts) => cutOff(...parts)) },
);

/** A few to choose from, so that most of a history is something that can happen. */
const choice = fc.array(steps, { minLength: 4, maxLength: 4 });

/** Shorter histories are found by what a command says of itself: that is quicker than by its numbers. */
class SaleCommands extends fc.Arbitrary<SaleCommand> {
  override generate(random: fc.Random, bias: number | undefined): fc.Value<SaleCommand> {
    return new fc.Value(new SaleCommand(choice.generate(random, bias).value), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is SaleCommand {
    return value instanceof SaleCommand;
  }

  override shrink(command: SaleCommand): fc.Stream<fc.Value<SaleCommand>> {
    return fc.Stream.of(...command.simpler().map((one) => new fc.Value(one, undefined)));
  }
}

export const saleCommands = fc.commands([new SaleCommands()], { maxCommands: 30, size: 'max' });

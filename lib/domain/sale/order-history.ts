import { describeMoney, type Money } from '../money/money.ts';
import { type EventOutcome, OUTCOME_LABELS, readableReason } from './webhook-log.ts';

/** One thing that happened to an order, in words. */
export type HistoryStep = {
  /** Unique within the history. */
  key: string;
  /** ISO 8601 */
  at: string;
  kind: keyof typeof KINDS;
  title: string;
  detail: string | null;
  /** The page with more about it. */
  href: string | null;
};

/** Where a step comes from; in this order if several have the same time. */
export const KINDS = {
  order: 'Order',
  event: 'Event of Stripe',
  ledger: 'Ledger',
  refund: 'Refund',
  mail: 'Mail',
  audit: 'Audit log',
} as const;

/** The ledger's kinds as the payment timeline shows them. */
export const TRANSACTION_LABELS = {
  charge: 'Paid by the buyer',
  refund: 'Refunded to the buyer',
  'refund-failed': 'Refund returned: the buyer’s bank did not accept it',
  dispute: 'Withdrawn by the buyer’s bank (dispute)',
  'dispute-returned': 'Returned after the dispute',
  settlement: 'Stripe’s fee',
} as const;

const MAIL_LABELS: Readonly<Record<string, string>> = {
  bought: 'Confirmation to the buyer',
  sold: 'Sale told to the artist',
  'late-payment': 'Late payment told to the buyer',
  refunded: 'Refund told to the buyer',
  'sale-refunded': 'Refund told to the artist',
  'dispute-opened': 'Dispute told to the artist',
  'dispute-won': 'Won dispute told to the artist',
  'dispute-lost': 'Lost dispute told to the artist',
};

type Sources = {
  order: {
    createdAt: Date;
    extendedAt: Date | null;
    termsAcceptedAt: Date | null;
    termsVersion: number | null;
    paidAt: Date | null;
  };
  events: { id: string; type: string; outcome: EventOutcome; detail: string | null; receivedAt: Date }[];
  ledger: { kind: keyof typeof TRANSACTION_LABELS; at: Date; amount: Money }[];
  refunds: { id: string; amount: Money; status: string; failureReason: string | null; createdAt: Date }[];
  messages: {
    id: string;
    kind: string;
    createdAt: Date;
    sentAt: Date | null;
    attempts: number;
    lastError: string | null;
  }[];
  audit: { occurredAt: Date; label: string; by: string }[];
};

/** All that is known about an order, oldest first. */
export function orderHistory({ order, events, ledger, refunds, messages, audit }: Sources): HistoryStep[] {
  const steps = [
    ...orderSteps(order),
    ...events.map(({ id, type, outcome, detail, receivedAt }) =>
      step('event', receivedAt, `${type}: ${OUTCOME_LABELS[outcome].name.toLowerCase()}`, {
        ...{ detail: detail && readableReason(detail), href: `/admin/events/${id}` },
      }),
    ),
    ...ledger.map(({ kind, at, amount }) =>
      step('ledger', at, TRANSACTION_LABELS[kind], { detail: describeMoney(amount) }),
    ),
    ...refunds.map(({ id, amount, status, failureReason, createdAt }) =>
      step('refund', createdAt, `${describeMoney(amount)}: ${status}`, {
        detail: failureReason ? `${id}: ${failureReason}` : id,
      }),
    ),
    ...messages.map((message) =>
      step('mail', message.sentAt ?? message.createdAt, MAIL_LABELS[message.kind] ?? message.kind, {
        detail: describeSending(message),
      }),
    ),
    ...audit.map(({ occurredAt, label, by }) => step('audit', occurredAt, label, { detail: `By ${by}` })),
  ];
  const kinds = Object.keys(KINDS);
  return steps
    .sort((a, b) => a.at.localeCompare(b.at) || kinds.indexOf(a.kind) - kinds.indexOf(b.kind))
    .map((one, index) => ({ ...one, key: `${index} ${one.at}` }));
}

function orderSteps({ createdAt, extendedAt, termsAcceptedAt, termsVersion, paidAt }: Sources['order']) {
  return [
    step('order', createdAt, 'Checkout began; the work is reserved'),
    ...(termsAcceptedAt ? [step('order', termsAcceptedAt, `Terms shown, version ${termsVersion}`)] : []),
    ...(extendedAt ? [step('order', extendedAt, 'Reserved for its full time again')] : []),
    ...(paidAt ? [step('order', paidAt, 'Paid')] : []),
  ];
}

function describeSending({ sentAt, attempts, lastError }: Sources['messages'][number]): string {
  if (sentAt) return 'Sent';
  if (lastError)
    return `Not sent after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}: ${readableReason(lastError)}`;
  return 'Not sent yet';
}

type Step = Omit<HistoryStep, 'key'>;

function step(kind: Step['kind'], at: Date, title: string, more: Partial<Pick<Step, 'detail' | 'href'>> = {}): Step {
  return { detail: null, href: null, ...more, kind, title, at: at.toISOString() };
}

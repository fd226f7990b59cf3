const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;

type Description = {
  /** For one, and for several. */
  one: string;
  many: string;
  /** Who has to act, or what it waits for. */
  who: string;
  /** Where they are listed; null where nothing lists them. */
  href: string | null;
  /** From this age on it is late, milliseconds. */
  lateAfter: number;
};

/** What can wait in a shop, the most urgent first. */
const WAITING = {
  'flagged-orders': {
    ...{ one: 'order needs attention', many: 'orders need attention', who: 'For you' },
    ...{ href: '/admin/orders?flagged=on', lateAfter: DAY_MS },
  },
  'failed-events': {
    ...{ one: 'payment event could not be applied', many: 'payment events could not be applied', who: 'For you' },
    ...{ href: '/admin/events?outcome=failed', lateAfter: HOUR_MS },
  },
  'flagged-events': {
    ...{ one: 'payment event matches no order', many: 'payment events match no order', who: 'For you' },
    ...{ href: '/admin/events?outcome=flagged', lateAfter: DAY_MS },
  },
  disputes: {
    ...{ one: 'payment is disputed', many: 'payments are disputed', who: 'For you, in Stripe’s dashboard' },
    ...{ href: '/admin/orders?status=DISPUTED', lateAfter: 5 * DAY_MS },
  },
  refunds: {
    ...{ one: 'refund is not done', many: 'refunds are not done', who: 'For Stripe' },
    ...{ href: '/admin/orders?refunding=on', lateAfter: HOUR_MS },
  },
  'first-works': {
    ...{ one: 'work waits for approval', many: 'works wait for approval', who: 'For a moderator' },
    ...{ href: '/admin/works?waiting=on', lateAfter: 3 * DAY_MS },
  },
  reports: {
    ...{ one: 'report waits for a decision', many: 'reports wait for a decision', who: 'For a moderator' },
    ...{ href: '/admin/reports', lateAfter: DAY_MS },
  },
  'held-rates': {
    ...{ one: 'exchange rate is held back', many: 'exchange rates are held back', who: 'For you' },
    ...{ href: '/admin/rates', lateAfter: DAY_MS },
  },
  'waiting-events': {
    ...{ one: 'payment event came early', many: 'payment events came early', who: 'For their payment' },
    ...{ href: '/admin/events?outcome=waiting', lateAfter: DAY_MS },
  },
  mails: {
    ...{ one: 'mail is not sent', many: 'mails are not sent', who: 'For the mail server' },
    ...{ href: null, lateAfter: HOUR_MS },
  },
  'webhooks-off': {
    ...{ one: 'webhook endpoint was switched off', many: 'webhook endpoints were switched off', who: 'For you' },
    ...{ href: '/admin/webhooks', lateAfter: DAY_MS },
  },
  exports: {
    ...{ one: 'export of data failed', many: 'exports of data failed', who: 'For the worker, which tries again' },
    ...{ href: null, lateAfter: DAY_MS },
  },
  imports: {
    ...{ one: 'import is running', many: 'imports are running', who: 'For the worker' },
    ...{ href: null, lateAfter: 6 * HOUR_MS },
  },
} as const satisfies Record<string, Description>;

export type WaitingName = keyof typeof WAITING;

/** `count` stops at a limit; `oldest` is ISO 8601. */
export type WaitingCount = { name: WaitingName; count: number; more: boolean; oldest: string };

export type WaitingItem = {
  name: WaitingName;
  /** `2 orders need attention` */
  text: string;
  who: string;
  href: string | null;
  /** ISO 8601 */
  oldest: string;
  isLate: boolean;
};

/** What waits, in words: late things first, otherwise in the order of WAITING. */
export function describeWaiting(counts: readonly WaitingCount[], now: Date): WaitingItem[] {
  const order = Object.keys(WAITING);
  return counts
    .filter(({ count }) => count > 0)
    .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
    .map(({ name, count, more, oldest }) => {
      const { one, many, who, href, lateAfter } = WAITING[name];
      const text = `${more ? 'More than ' : ''}${count.toLocaleString('en')} ${count === 1 ? one : many}`;
      return { name, text, who, href, oldest, isLate: now.getTime() - Date.parse(oldest) >= lateAfter };
    })
    .sort((a, b) => Number(b.isLate) - Number(a.isLate));
}

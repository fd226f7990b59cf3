/** How long the shop stores what is about people. docs/privacy.md says the same; a test compares the two. */

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 60 * MINUTE_SECONDS;
const DAY_SECONDS = 24 * HOUR_SECONDS;

/** Seconds, from the moment that the table in docs/privacy.md names. */
export const KEPT_SECONDS = {
  /** A session, from sign-in. */
  memberSession: 30 * DAY_SECONDS,
  adminSession: 12 * HOUR_SECONDS,
  /** The same, from its last request. */
  idleMemberSession: 14 * DAY_SECONDS,
  idleAdminSession: HOUR_SECONDS,
  /** A personal access token, from its end. */
  endedPersonalToken: 30 * DAY_SECONDS,
  /** An unfinished form of a work. */
  savedForm: DAY_SECONDS,
  /** A picture that is in no work. */
  loosePicture: DAY_SECONDS,
  /** A portrait that its account does not show any more. */
  unusedPortrait: HOUR_SECONDS,
  /** That an address asked to follow an artist, without using the link. */
  unconfirmedFollow: 2 * DAY_SECONDS,
  /** A mail about new works, from when it was sent. */
  followMail: 30 * DAY_SECONDS,
  /** A guest's question whose link nobody has used. */
  waitingQuestion: 2 * DAY_SECONDS,
  /** A thread, from its last message. */
  thread: 730 * DAY_SECONDS,
  /** A mail about a thread, from when it was sent. */
  threadMail: 30 * DAY_SECONDS,
  /** What a killed process has left of an upload. */
  incomingFile: HOUR_SECONDS,
  /** Stripe's events with names and addresses in them. */
  eventPayload: 90 * DAY_SECONDS,
  /** That an account was signed in from a network. */
  knownNetwork: 90 * DAY_SECONDS,
  /** An account, from the request to close it: so long it can be undone. */
  closingAccount: 7 * DAY_SECONDS,
  /** The mail that an account was closed, while the mail server does not take it. */
  lastMail: 7 * DAY_SECONDS,
  /** A file with an account's data. */
  export: 7 * DAY_SECONDS,
  /** Who bought a work, for the artist who sends it, from the payment; longer only while nobody has asked to remove it. */
  delivery: 30 * DAY_SECONDS,
  /** A row of the audit log; the database refuses to delete it before. */
  auditEntry: 400 * DAY_SECONDS,
  /** The response to a request with an Idempotency-Key. */
  idempotencyKey: DAY_SECONDS,
  /** What webhook endpoints were told, and the log of the deliveries. */
  webhook: 30 * DAY_SECONDS,
  /** A file of works that was checked and not confirmed, or was refused. */
  unconfirmedImport: DAY_SECONDS,
  /** A confirmed one, so that failed rows can be tried again. */
  import: 7 * DAY_SECONDS,
  /** A report, the notice of a rights holder and the decision about it, from the decision. */
  report: 400 * DAY_SECONDS,
  /** The link that proves a guest's order. */
  erasureLink: 30 * MINUTE_SECONDS,
} as const;

/** `90 days`, `12 hours`, `30 minutes`: in the largest unit that is whole. */
export function durationText(seconds: number): string {
  const units = [
    [DAY_SECONDS, 'day'],
    [HOUR_SECONDS, 'hour'],
    [MINUTE_SECONDS, 'minute'],
  ] as const;
  const [size, name] = units.find(([unit]) => seconds % unit === 0) ?? [1, 'second'];
  const count = seconds / size;
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

/** The moment before which what is kept for so long goes. @param seconds one of KEPT_SECONDS */
export const keptSince = (seconds: number, now = Date.now()): Date => new Date(now - seconds * 1_000);

const { memberSession, adminSession, idleMemberSession, idleAdminSession } = KEPT_SECONDS;
const UNTIL_CLOSED = 'until the account is closed';
const FOR_GOOD = 'for good';
const WITHOUT_PEOPLE = 'not about people';

/**
 * How long each table, each key of Redis and each folder is kept, in the words of docs/privacy.md. Tests compare this with
 * the document, with prisma/schema.prisma and with the keys that the shop's Redis user may use.
 */
export const RETENTION: Readonly<Record<string, string>> = {
  users: `${UNTIL_CLOSED}, ${durationText(KEPT_SECONDS.closingAccount)} after its owner asked; then without the person`,
  sessions: `${durationText(memberSession)}, admins ${durationText(adminSession)}; unused ${durationText(idleMemberSession)}, admins ${durationText(idleAdminSession)}`,
  refresh_tokens: 'with the session',
  personal_tokens: `until deleted, ${durationText(KEPT_SECONDS.endedPersonalToken)} after their end, or ${UNTIL_CLOSED}`,
  signing_keys: WITHOUT_PEOPLE,
  identities: UNTIL_CLOSED,
  former_usernames: UNTIL_CLOSED,
  retired_usernames: FOR_GOOD,
  passkeys: `until removed, or ${UNTIL_CLOSED}`,
  authenticator_apps: `until removed, or ${UNTIL_CLOSED}`,
  recovery_codes: `until used, or ${UNTIL_CLOSED}`,
  passkey_challenges: 'minutes',
  account_tokens: '30 minutes; 72 hours to take back a change of email',
  password_reset_requests: 'until the worker has read it, seconds later',
  exports: durationText(KEPT_SECONDS.export),
  erasure_links: durationText(KEPT_SECONDS.erasureLink),
  admin_invitations: 'until used, or until it ends',
  audit_log: durationText(KEPT_SECONDS.auditEntry),
  idempotency_keys: durationText(KEPT_SECONDS.idempotencyKey),
  saved_forms: durationText(KEPT_SECONDS.savedForm),
  saved_posts: `until taken out, or ${UNTIL_CLOSED}`,
  posts: `until deleted, or ${UNTIL_CLOSED}; sold ones ${FOR_GOOD}`,
  post_images: `with the work; in no work ${durationText(KEPT_SECONDS.loosePicture)}`,
  portraits: `until replaced or removed, and ${durationText(KEPT_SECONDS.unusedPortrait)} longer, or ${UNTIL_CLOSED}`,
  picture_uploads: durationText(KEPT_SECONDS.loosePicture),
  picture_jobs: WITHOUT_PEOPLE,
  post_views: 'with the work',
  post_search: 'with the work',
  search_facets: `an artist’s ${UNTIL_CLOSED}`,
  search_words: 'until no work has them any more',
  search_due: WITHOUT_PEOPLE,
  collections: WITHOUT_PEOPLE,
  collection_posts: 'with the work',
  orders: `${FOR_GOOD}; the buyer until removed on request, at the earliest ${durationText(KEPT_SECONDS.delivery)} after the payment`,
  refunds: FOR_GOOD,
  ledger_transactions: FOR_GOOD,
  ledger_entries: FOR_GOOD,
  messages: `the recipient as long as the buyer or the account; the last mail of a closed account ${durationText(KEPT_SECONDS.lastMail)} at most; to followers ${durationText(KEPT_SECONDS.followMail)}, about questions ${durationText(KEPT_SECONDS.threadMail)}`,
  stripe_events: `${FOR_GOOD}; their content ${durationText(KEPT_SECONDS.eventPayload)}`,
  webhook_endpoints: `until deleted, or ${UNTIL_CLOSED}; the shop’s ${FOR_GOOD}`,
  webhook_messages: `${durationText(KEPT_SECONDS.webhook)}, or ${UNTIL_CLOSED}`,
  webhook_deliveries: 'with the message',
  imports: `${durationText(KEPT_SECONDS.import)}; not confirmed ${durationText(KEPT_SECONDS.unconfirmedImport)}`,
  import_rows: 'with the import',
  imported_posts: `with the work, or ${UNTIL_CLOSED}`,
  shop_settings: WITHOUT_PEOPLE,
  shop_logos: WITHOUT_PEOPLE,
  legal_page_versions: FOR_GOOD,
  followers: `until they follow nobody any more, or ${UNTIL_CLOSED}`,
  follows: `until they stop, or ${UNTIL_CLOSED}; not confirmed ${durationText(KEPT_SECONDS.unconfirmedFollow)}`,
  follow_news: 'until told, about a day later',
  report_cases: `with its reports and decisions`,
  reports: `${durationText(KEPT_SECONDS.report)} from the decision`,
  case_decisions: `${durationText(KEPT_SECONDS.report)}; what the artist has answered at most ${UNTIL_CLOSED}`,
  waiting_questions: `until confirmed, at most ${durationText(KEPT_SECONDS.waitingQuestion)}`,
  threads: `${durationText(KEPT_SECONDS.thread)} after the last message; until the asker deletes it, or until an account is closed; with a report without the asker`,
  thread_messages: 'with the thread',
  reconciler_marks: WITHOUT_PEOPLE,
  exchange_rates: WITHOUT_PEOPLE,
  current_rates: WITHOUT_PEOPLE,
  rate_services: WITHOUT_PEOPLE,

  'stripe:events': 'until processed, and a minute longer',
  'stripe:events:dead': 'until an admin has replayed or discarded it',
  'workers:alive': WITHOUT_PEOPLE,
  'limit:*': 'at most an hour',
  'known-network:*': `${durationText(KEPT_SECONDS.knownNetwork)}, or ${UNTIL_CLOSED}`,
  'visits:*': 'at most three days',
  'search:*': WITHOUT_PEOPLE,
  live: 'not stored',

  'media/': 'with the rows of `post_images` and `portraits`',
  'media/incoming/': durationText(KEPT_SECONDS.incomingFile),
  'exports/': durationText(KEPT_SECONDS.export),
  'imports/': 'until the import is complete; otherwise as long as its row in `imports`',
};

import { db, Prisma } from '#lib/db.ts';
import { messageIdsOf, type ProvenAccount } from '../erase-messages.ts';

/** One JSON file of an export: a list of rows. */
export type ExportPart = {
  file: string;
  /** For README.txt. */
  about: string;
  /** The models of prisma/schema.prisma that it is made of. */
  models: readonly string[];
  /** A query of `key`, text that is unique among its rows, and `content`, JSON. */
  select(account: ProvenAccount): Prisma.Sql;
};

/** Orders as their artist sees them: with a payment, complete or in progress. The index orders_sales has the same condition. */
const sales = (id: string) =>
  Prisma.sql`SELECT id FROM orders WHERE seller_id = ${id}::uuid AND status NOT IN ('HELD', 'CANCELLED', 'EXPIRED', 'FAILED')`;
const purchases = (id: string) => Prisma.sql`SELECT id FROM orders WHERE buyer_id = ${id}::uuid`;
const ownOrders = (id: string) => Prisma.sql`${sales(id)} UNION ${purchases(id)}`;
const ownPosts = (id: string) => Prisma.sql`SELECT id FROM posts WHERE artist_id = ${id}::uuid`;

/** An account as a follower, and its address as one. */
const followerIdsOf = ({ id, email }: ProvenAccount) =>
  Prisma.sql`SELECT id FROM followers WHERE user_id = ${id}::uuid UNION SELECT id FROM followers WHERE email = ${email}::citext`;

/** Columns that are secrets of the shop, or of the other side of a sale. */
const without = (...columns: string[]) => Prisma.sql`${columns}::text[]`;

export const EXPORT_PARTS: readonly ExportPart[] = [
  {
    file: 'account.json',
    about: 'Your account and your public profile.',
    models: ['User'],
    select: ({ id }) => Prisma.sql`
      SELECT id::text AS key, to_jsonb(users) - ${without('password_hash', 'creation_key', 'session_version')}
        || jsonb_build_object('has_password', password_hash IS NOT NULL) AS content
      FROM users WHERE id = ${id}::uuid`,
  },
  {
    file: 'sign-in-methods.json',
    about: 'Accounts of GitHub and Google that you can sign in with.',
    models: ['Identity'],
    select: ({ id }) => Prisma.sql`
      SELECT provider || ' ' || subject AS key, to_jsonb(identities) - ${without('user_id')} AS content
      FROM identities WHERE user_id = ${id}::uuid`,
  },
  {
    file: 'former-usernames.json',
    about: 'Usernames that you had before, which lead to your page.',
    models: ['FormerUsername'],
    select: ({ id }) => Prisma.sql`
      SELECT username::text AS key, to_jsonb(former_usernames) - ${without('user_id')} AS content
      FROM former_usernames WHERE user_id = ${id}::uuid`,
  },
  {
    file: 'links.json',
    about: 'Links in mails that were not used yet, without what makes them work.',
    models: ['AccountToken'],
    select: ({ id }) => Prisma.sql`
      SELECT id::text AS key, to_jsonb(account_tokens) - ${without('user_id', 'hash')} AS content
      FROM account_tokens WHERE user_id = ${id}::uuid`,
  },
  {
    file: 'second-factors.json',
    about:
      'Your passkeys, your authenticator app and how many recovery codes are left. Their secrets stay in the shop.',
    models: ['Passkey', 'AuthenticatorApp', 'RecoveryCode'],
    select: ({ id }) => Prisma.sql`
      SELECT 'passkey ' || id AS key, jsonb_build_object('kind', 'passkey')
        || (to_jsonb(passkeys) - ${without('user_id', 'public_key', 'counter')}) AS content
      FROM passkeys WHERE user_id = ${id}::uuid
      UNION ALL
      SELECT 'app', jsonb_build_object('kind', 'authenticator app')
        || (to_jsonb(authenticator_apps) - ${without('user_id', 'secret', 'last_step')})
      FROM authenticator_apps WHERE user_id = ${id}::uuid
      UNION ALL
      SELECT 'codes', jsonb_build_object('kind', 'recovery codes', 'left', count(*))
      FROM recovery_codes WHERE user_id = ${id}::uuid`,
  },
  {
    file: 'personal-tokens.json',
    about: 'Your personal access tokens, without what makes them work.',
    models: ['PersonalToken'],
    select: ({ id }) => Prisma.sql`
      SELECT id::text AS key, to_jsonb(personal_tokens) - ${without('user_id', 'hash')} AS content
      FROM personal_tokens WHERE user_id = ${id}::uuid`,
  },
  {
    file: 'sessions.json',
    about: 'Where you are signed in, and which programs are.',
    models: ['Session'],
    select: ({ id }) => Prisma.sql`
      SELECT id::text AS key, to_jsonb(sessions) - ${without('id', 'user_id')} AS content
      FROM sessions WHERE user_id = ${id}::uuid`,
  },
  {
    file: 'works.json',
    about: 'Your works: drafts, published and sold ones.',
    models: ['Post'],
    select: ({ id }) => Prisma.sql`
      SELECT id::text AS key, to_jsonb(posts) - ${without('creation_key')} AS content
      FROM posts WHERE artist_id = ${id}::uuid`,
  },
  {
    file: 'portraits.json',
    about: 'Your portrait, and those that you replaced a short while ago; the picture is pictures/portrait.webp.',
    models: ['Portrait'],
    select: ({ id }) => Prisma.sql`
      SELECT key, to_jsonb(portraits) - ${without('user_id', 'master')} AS content
      FROM portraits WHERE user_id = ${id}::uuid`,
  },
  {
    file: 'visitors.json',
    about: 'How many people visited your works, by day. Who they were is not stored.',
    models: ['PostViews'],
    select: ({ id }) => Prisma.sql`
      SELECT post_id || ' ' || day AS key, to_jsonb(post_views) AS content
      FROM post_views WHERE post_id IN (${ownPosts(id)})`,
  },
  {
    file: 'saved-forms.json',
    about: 'Unfinished forms of works, as they were typed.',
    models: ['SavedForm'],
    select: ({ id }) => Prisma.sql`
      SELECT id::text AS key, to_jsonb(saved_forms) AS content FROM saved_forms WHERE owner_id = ${id}::uuid`,
  },
  {
    file: 'imports.json',
    about: 'Files of works that you have imported in the last days, row by row.',
    models: ['Import', 'ImportRow'],
    select: ({ id }) => Prisma.sql`
      SELECT id::text AS key, to_jsonb(imports) - ${without('lease')}
        || jsonb_build_object('rows', (
          SELECT coalesce(jsonb_agg(to_jsonb(import_rows) - ${without('import_id')} ORDER BY number), '[]')
          FROM import_rows WHERE import_id = imports.id)) AS content
      FROM imports WHERE owner_id = ${id}::uuid`,
  },
  {
    file: 'import-keys.json',
    about: 'Your own references of works that you have imported.',
    models: ['ImportedPost'],
    select: ({ id }) => Prisma.sql`
      SELECT post_id::text AS key, to_jsonb(imported_posts) AS content FROM imported_posts WHERE artist_id = ${id}::uuid`,
  },
  {
    file: 'saved-works.json',
    about: 'Works that you have saved.',
    models: ['SavedPost'],
    select: ({ id }) => Prisma.sql`
      SELECT post_id::text AS key, to_jsonb(saved_posts) - ${without('user_id')}
        || jsonb_build_object('work', posts.title, 'slug', posts.slug) AS content
      FROM saved_posts JOIN posts ON posts.id = post_id WHERE user_id = ${id}::uuid`,
  },
  {
    file: 'repeated-requests.json',
    about: 'What your programs were answered within the last day, to requests that they may send again.',
    models: ['IdempotencyKey'],
    select: ({ id }) => Prisma.sql`
      SELECT key, to_jsonb(idempotency_keys) - ${without('user_id', 'fingerprint')} AS content
      FROM idempotency_keys WHERE user_id = ${id}::uuid`,
  },
  {
    file: 'uploads.json',
    about: 'Pictures that were being stored when the export was made.',
    models: ['PictureUpload'],
    select: ({ id }) => Prisma.sql`
      SELECT id::text AS key, to_jsonb(picture_uploads) AS content FROM picture_uploads WHERE owner_id = ${id}::uuid`,
  },
  {
    file: 'sales.json',
    about: 'Sales of your works, with what you see of their buyers.',
    models: ['Order'],
    select: ({ id }) => Prisma.sql`
      SELECT orders.id::text AS key, to_jsonb(orders) - ${without(
        ...['buyer_id', 'buyer_token', 'buyer_address', 'buyer_networks', 'buyer_known', 'checkout_url', 'session_id'],
        ...['session_attempt', 'payment_intent_id', 'erase_requested_at', 'buyer_erased_at'],
      )} || jsonb_build_object('work', posts.title) AS content
      FROM orders JOIN posts ON posts.id = post_id WHERE orders.id IN (${sales(id)})`,
  },
  {
    file: 'purchases.json',
    about: 'What you have bought or begun to buy. Addresses of your network are stored as keyed hashes.',
    models: ['Order'],
    select: ({ id }) => Prisma.sql`
      SELECT orders.id::text AS key, to_jsonb(orders) - ${without('buyer_token')}
        || jsonb_build_object('work', posts.title) AS content
      FROM orders JOIN posts ON posts.id = post_id WHERE buyer_id = ${id}::uuid`,
  },
  {
    file: 'refunds.json',
    about: 'Refunds of your sales and purchases.',
    models: ['Refund'],
    select: ({ id }) => Prisma.sql`
      SELECT id AS key, to_jsonb(refunds) AS content FROM refunds WHERE order_id IN (${ownOrders(id)})`,
  },
  {
    file: 'payments.json',
    about: 'The ledger of your sales and purchases: every movement of money, with its sides.',
    models: ['LedgerTransaction', 'LedgerEntry'],
    select: ({ id }) => Prisma.sql`
      SELECT lpad(ledger_transactions.id::text, 20, '0') AS key, to_jsonb(ledger_transactions)
        || jsonb_build_object('entries', (
          SELECT jsonb_agg(to_jsonb(ledger_entries) - ${without('transaction_id')} ORDER BY account, currency)
          FROM ledger_entries WHERE transaction_id = ledger_transactions.id)) AS content
      FROM ledger_transactions WHERE order_id IN (${ownOrders(id)})`,
  },
  {
    file: 'payment-events.json',
    about: 'What the payment service reported about your purchases.',
    models: ['StripeEvent'],
    select: ({ id }) => Prisma.sql`
      SELECT id AS key, to_jsonb(stripe_events) AS content FROM stripe_events WHERE order_id IN (${purchases(id)})`,
  },
  {
    file: 'mails.json',
    about: 'Mails that were sent to you, or wait to be sent.',
    models: ['Message'],
    select: (account) => Prisma.sql`
      SELECT id::text AS key, to_jsonb(messages) - ${without('last_error')} AS content FROM messages
      WHERE id IN (${messageIdsOf(account)} UNION SELECT id FROM messages WHERE user_id = ${account.id}::uuid
        UNION SELECT id FROM messages WHERE follower_id IN (${followerIdsOf(account)}))`,
  },
  {
    file: 'following.json',
    about: 'The artists whose new works you are told of, by your account or your address.',
    models: ['Follower', 'Follow', 'FollowNews'],
    select: (account) => Prisma.sql`
      SELECT id::text AS key, to_jsonb(followers) - ${without('user_id', 'token', 'former_tokens')} || jsonb_build_object(
        'artists', (
          SELECT coalesce(jsonb_agg(to_jsonb(follows) - ${without('follower_id', 'token_hash')}), '[]')
          FROM follows WHERE follower_id = followers.id),
        'not_told_yet', (
          SELECT coalesce(jsonb_agg(to_jsonb(follow_news) - ${without('follower_id')}), '[]')
          FROM follow_news WHERE follower_id = followers.id)) AS content
      FROM followers WHERE id IN (${followerIdsOf(account)})`,
  },
  {
    file: 'decisions.json',
    about: 'What the shop has decided about your works and why, and what you have answered.',
    models: ['ReportCase', 'CaseDecision'],
    select: ({ id }) => Prisma.sql`
      SELECT case_decisions.id::text AS key, to_jsonb(case_decisions) - ${without('moderator_id', 'moderator_name')}
        || jsonb_build_object('about', subject_name) AS content
      FROM case_decisions JOIN report_cases ON report_cases.id = case_id WHERE artist_id = ${id}::uuid`,
  },
  {
    file: 'reports.json',
    about: 'What somebody with your email address has reported.',
    models: ['Report', 'ReportCase'],
    select: ({ email }) => Prisma.sql`
      SELECT reports.id::text AS key, to_jsonb(reports) || jsonb_build_object('about', subject_name) AS content
      FROM reports JOIN report_cases ON report_cases.id = case_id WHERE email = ${email}::citext`,
  },
  {
    file: 'questions.json',
    about:
      'What you and others have written to each other about works, and questions of yours that wait for their link.',
    models: ['Thread', 'ThreadMessage', 'WaitingQuestion'],
    select: ({ id, email }) => Prisma.sql`
      SELECT id::text AS key, to_jsonb(threads) - ${without('artist_id', 'asker_id', 'asker_email', 'link_token', 'asker_reply_token', 'artist_reply_token', 'blocked_by_artist_at', 'blocked_by_asker_at')}
        || jsonb_build_object('you', CASE WHEN artist_id = ${id}::uuid THEN 'artist' ELSE 'asker' END, 'messages', (
          SELECT jsonb_agg(to_jsonb(thread_messages) - ${without('thread_id', 'creation_key', 'reported_at', 'reported_reason')} ORDER BY created_at, id)
          FROM thread_messages WHERE thread_id = threads.id)) AS content
      FROM threads WHERE artist_id = ${id}::uuid OR asker_id = ${id}::uuid OR asker_email = ${email}::citext
      UNION ALL
      SELECT id::text, to_jsonb(waiting_questions) - ${without('token_hash')} FROM waiting_questions
      WHERE email = ${email}::citext`,
  },
  {
    file: 'webhook-endpoints.json',
    about: 'Your webhook endpoints. Their signing secrets stay in the shop.',
    models: ['WebhookEndpoint'],
    select: ({ id }) => Prisma.sql`
      SELECT id::text AS key, to_jsonb(webhook_endpoints) - ${without('user_id', 'secret', 'previous_secret')} AS content
      FROM webhook_endpoints WHERE user_id = ${id}::uuid`,
  },
  {
    file: 'webhooks.json',
    about:
      'What webhook endpoints were told about your works and sales in the last 30 days, and what yours have received.',
    models: ['WebhookMessage', 'WebhookDelivery'],
    select: ({ id }) => Prisma.sql`
      SELECT webhook_messages.id::text AS key, to_jsonb(webhook_messages) - ${without('number', 'artist_id')}
        || jsonb_build_object('deliveries', (
          SELECT coalesce(jsonb_agg(to_jsonb(webhook_deliveries) - ${without('message_id', 'number', 'post_id', 'lease')}), '[]')
          FROM webhook_deliveries JOIN webhook_endpoints ON webhook_endpoints.id = endpoint_id
          WHERE message_id = webhook_messages.id AND user_id = ${id}::uuid)) AS content
      FROM webhook_messages WHERE artist_id = ${id}::uuid`,
  },
  {
    file: 'audit-log.json',
    about: 'What the shop has recorded about your account: sign-ins, changes, and what you have done.',
    models: ['AuditEntry'],
    select: ({ id }) => Prisma.sql`
      SELECT lpad(id::text, 20, '0') AS key, to_jsonb(audit_log) AS content FROM audit_log WHERE actor_id = ${id}::uuid
      UNION
      SELECT lpad(id::text, 20, '0'), to_jsonb(audit_log) FROM audit_log
      WHERE subject_kind = 'account' AND subject_id = ${id}`,
  },
  {
    file: 'exports.json',
    about: 'Exports of your data, such as this one.',
    models: ['Export'],
    select: ({ id }) => Prisma.sql`
      SELECT id::text AS key, to_jsonb(exports) - ${without('lease', 'file', 'last_error')} AS content
      FROM exports WHERE user_id = ${id}::uuid`,
  },
];

const PAGE = 1_000;

/** The file's text, piece by piece: a JSON list with one row on each line. */
export async function* partText(part: ExportPart, account: ProvenAccount): AsyncGenerator<string> {
  let after = '';
  let separator = '[\n';
  for (;;) {
    const rows = await db().$queryRaw<{ key: string; content: string }[]>`
      SELECT key, content::text AS content FROM (${part.select(account)}) AS rows
      WHERE key COLLATE "C" > ${after} ORDER BY key COLLATE "C" LIMIT ${PAGE}`;
    for (const { key, content } of rows) {
      yield `${separator}${content}`;
      separator = ',\n';
      after = key;
    }
    if (rows.length < PAGE) break;
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

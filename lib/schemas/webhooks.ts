import { z } from 'zod';
import type { ShownFields } from '#lib/domain/typed-values.ts';
import { ENDPOINT_SCOPES, MAX_ENDPOINT_URL } from '#lib/domain/webhooks/endpoint.ts';
import { TEST_EVENT, WEBHOOK_EVENT_NAMES, type WebhookEvent } from '#lib/domain/webhooks/webhook-events.ts';
import { bounded } from './text.ts';

const money = z.object({
  amount: z.int().describe('Minor units of the currency: 12050 is 120.50 euros, or 12,050 yen.'),
  currency: z.string().length(3).describe('ISO 4217.'),
});
const time = z.iso.datetime().describe('UTC.');
const artist = z.object({ username: z.string(), displayName: z.string() });

const post = z.object({
  id: z.uuid(),
  slug: z.string(),
  url: z.url().describe('The page of the work. While it is a draft or hidden, nobody else sees it.'),
  title: z.string(),
  status: z.enum(['draft', 'published', 'sold']),
  isHidden: z.boolean().describe('Hidden by a moderator: on no public page, whatever its status.'),
  price: money.describe('What the artist asks.'),
  artist,
  publishedAt: time.nullable().describe('When it was first published.'),
  soldAt: time.nullable(),
});
const toldPost = post.meta({ id: 'WebhookPost', description: 'A work, as a webhook has it' });

const order = z.object({
  id: z.uuid().describe('Keep it to yourself: anyone who has it can open the buyer’s page of the order.'),
  url: z.url().describe('The page of the sale, for the artist and for admins.'),
  status: z.enum(['paid', 'refund_due', 'refunded', 'disputed']),
  charged: money.describe('What the buyer was charged.'),
  price: money.describe('The artist’s price that it was converted from.'),
  refunded: money.describe('The sum of all refunds that have succeeded.'),
  paidAt: time.nullable(),
  post: post.pick({ id: true, slug: true, url: true, title: true, artist: true }),
});
const toldOrder = order.meta({ id: 'WebhookOrder', description: 'A sale, as a webhook has it' });

const message = <Type extends string, Data extends z.ZodType>(type: Type, data: Data) =>
  z.object({ type: z.literal(type), timestamp: time.describe('When it happened.'), data });

/** The body of each webhook, by its type: what the shop sends. Nothing in it says who the buyer is. */
export const WEBHOOK_SCHEMAS = {
  'post.published': message('post.published', toldPost),
  'post.updated': message('post.updated', toldPost),
  'post.unpublished': message('post.unpublished', toldPost),
  'post.hidden': message('post.hidden', toldPost),
  'post.shown': message('post.shown', toldPost),
  'post.sold': message('post.sold', toldPost),
  'order.paid': message('order.paid', toldOrder),
  'order.refund_due': message('order.refund_due', toldOrder),
  'order.refunded': message('order.refunded', toldOrder),
  'order.disputed': message('order.disputed', toldOrder),
  'order.dispute_won': message('order.dispute_won', toldOrder),
  'order.dispute_lost': message('order.dispute_lost', toldOrder),
} as const satisfies Record<WebhookEvent, z.ZodType>;

/** The body of “Send a test”. */
export const testWebhookSchema = message(
  TEST_EVENT,
  z.object({ endpoint: z.object({ id: z.uuid(), url: z.string() }) }),
);

const NO_URL = 'Enter the URL of your program, such as https://example.org/webhooks.';

/** An endpoint as it is added or changed. That its name leads to an allowed address is checked by the command. */
export const endpointSchema = z.object({
  url: bounded(MAX_ENDPOINT_URL, 'This URL is too long.')
    .trim()
    .max(MAX_ENDPOINT_URL, 'This URL is too long.')
    .pipe(z.url({ protocol: /^https?$/, error: NO_URL })),
  events: z
    .array(z.string())
    .transform((names) => WEBHOOK_EVENT_NAMES.filter((name) => names.includes(name)))
    .refine((names) => names.length > 0, 'Choose at least one event.'),
});

export type EndpointInput = z.output<typeof endpointSchema>;

const scope = z.enum(ENDPOINT_SCOPES);

/** The form that adds or changes an endpoint: each event is a checkbox with its name. `endpoint` is '' for a new one. */
export const endpointFormSchema = z.preprocess(
  (fields: Record<string, unknown>) => ({
    ...fields,
    events: WEBHOOK_EVENT_NAMES.filter((name) => fields[name] === 'on'),
  }),
  endpointSchema.extend({ scope, endpoint: z.union([z.literal(''), z.uuid()]) }),
);

export const SHOWN_IN_ENDPOINT_FORM: ShownFields = {
  url: MAX_ENDPOINT_URL,
  ...Object.fromEntries(WEBHOOK_EVENT_NAMES.map((name) => [name, 2])),
};

/** The buttons beside an endpoint and in its log. */
export const endpointButtonSchema = z.object({ scope, endpoint: z.uuid() });
export const deliveryFormSchema = endpointButtonSchema.extend({ delivery: z.uuid() });

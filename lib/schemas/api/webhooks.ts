import { z } from 'zod';
import { MAX_ENDPOINT_URL, MAX_ENDPOINTS } from '#lib/domain/webhooks/endpoint.ts';
import { WEBHOOK_EVENT_NAMES } from '#lib/domain/webhooks/webhook-events.ts';
import { keysetQuery, time } from './common.ts';
import { operation } from './operation.ts';

const id = z.uuid('This is no id of an endpoint.').meta({ example: '0b8f5a4e-2f0c-4f7e-9a57-6f1c2a449d3b' });
const params = z.strictObject({ id });
const events = z.array(z.enum(WEBHOOK_EVENT_NAMES)).min(1).max(WEBHOOK_EVENT_NAMES.length);
const url = z.string().max(MAX_ENDPOINT_URL).meta({ example: 'https://example.org/webhooks' });

export const endpoint = z
  .strictObject({
    id,
    url,
    events,
    createdAt: time,
    isOn: z.boolean(),
    switchedOff: z
      .strictObject({
        at: time,
        because: z.enum(['owner', 'failing', 'gone']).meta({
          description: '`failing`: nothing arrived for three days; `gone`: the endpoint responded with 410',
        }),
      })
      .nullable(),
    failingSince: time.nullable().meta({ description: 'Since when every attempt has failed' }),
    previousSecretUntil: time.nullable().meta({ description: 'Until when the secret from before signs as well' }),
  })
  .meta({ id: 'WebhookEndpoint', description: 'A URL that is told what happens to the account’s works and sales' });

const secret = z
  .string()
  .nullable()
  .meta({ description: '`whsec_…`, which signs what is sent; null in a repeated response', example: 'whsec_…' });

export const endpointWithSecret = z.strictObject({ ...endpoint.shape, secret }).meta({ id: 'NewWebhookEndpoint' });

export const delivery = z
  .strictObject({
    id: z.uuid(),
    messageId: z.string().meta({ description: 'The header `webhook-id`' }),
    type: z.string().meta({ example: 'post.sold' }),
    status: z.enum(['pending', 'delivered', 'failed']),
    isReplay: z.boolean(),
    attempts: z.int(),
    dueAt: time.nullable().meta({ description: 'The next attempt' }),
    attemptedAt: time.nullable().meta({ description: 'The last attempt' }),
    responseStatus: z.int().nullable(),
    error: z.string().nullable(),
    durationMs: z.int().nullable().meta({ description: 'Milliseconds' }),
    createdAt: time,
    payload: z
      .string()
      .meta({ description: 'The body as it is sent: JSON as text, because the signature is about its bytes' }),
  })
  .meta({ id: 'WebhookDelivery' });

/** What can be wrong with where an endpoint is. */
const URL_PROBLEMS = [
  'webhook-url-insecure',
  'webhook-url-credentials',
  'webhook-name-unknown',
  'webhook-address-refused',
] as const;

const group = { tag: 'webhooks' } as const;
const one = { description: 'The endpoint as it is now', schema: endpoint };

export const listWebhookEndpoints = operation({
  id: 'listWebhookEndpoints',
  ...{ ...group, method: 'get', path: '/webhooks', scope: 'webhooks:read' },
  summary: 'List your endpoints',
  description: `The account’s webhook endpoints, oldest first: at most ${MAX_ENDPOINTS}.`,
  responses: {
    200: {
      description: 'All of them',
      schema: z.strictObject({ endpoints: z.array(endpoint) }).meta({ id: 'WebhookEndpointList' }),
      links: { getWebhookEndpoint: { id: '/endpoints/0/id' }, listWebhookDeliveries: { id: '/endpoints/0/id' } },
    },
  },
});

export const createWebhookEndpoint = operation({
  id: 'createWebhookEndpoint',
  ...{ ...group, method: 'post', path: '/webhooks', scope: 'webhooks:write' },
  summary: 'Add an endpoint',
  description:
    'From now on it is told of the events that it names, signed by the Standard Webhooks specification. It has to be https at port 443 of a public address, unless the host allows others.',
  body: z.strictObject({ url, events }).meta({ id: 'WebhookEndpointInput' }),
  responses: {
    201: {
      description: 'It was added',
      schema: endpointWithSecret,
      headers: ['Location'],
      links: Object.fromEntries(
        [
          ...['getWebhookEndpoint', 'changeWebhookEndpoint', 'deleteWebhookEndpoint'],
          ...['replaceWebhookSecret', 'testWebhookEndpoint', 'listWebhookDeliveries'],
        ].map((next) => [next, { id: '/id' }]),
      ),
    },
  },
  hasSecret: true,
  problems: ['webhooks-need-proven-email', 'too-many-endpoints', 'account-closing', ...URL_PROBLEMS],
});

export const getWebhookEndpoint = operation({
  id: 'getWebhookEndpoint',
  ...{ ...group, method: 'get', path: '/webhooks/{id}', scope: 'webhooks:read' },
  summary: 'Read an endpoint',
  description: 'One of the account’s webhook endpoints.',
  params,
  responses: { 200: { description: 'The endpoint', schema: endpoint } },
  problems: ['not-found'],
});

export const changeWebhookEndpoint = operation({
  id: 'changeWebhookEndpoint',
  ...{ ...group, method: 'patch', path: '/webhooks/{id}', scope: 'webhooks:write' },
  summary: 'Change an endpoint',
  description: 'Changes the fields that are sent. Switching it off gives up what has not arrived.',
  params,
  body: z.strictObject({ url, events, isOn: z.boolean() }).partial().meta({ id: 'WebhookEndpointChange' }),
  responses: { 200: one },
  problems: ['not-found', ...URL_PROBLEMS],
});

export const deleteWebhookEndpoint = operation({
  id: 'deleteWebhookEndpoint',
  ...{ ...group, method: 'delete', path: '/webhooks/{id}', scope: 'webhooks:write' },
  summary: 'Delete an endpoint',
  description: 'It is told nothing any more, and its log goes.',
  params,
  responses: { 204: { description: 'It is deleted' } },
  problems: ['not-found'],
});

export const replaceWebhookSecret = operation({
  id: 'replaceWebhookSecret',
  ...{ ...group, method: 'post', path: '/webhooks/{id}/secret', scope: 'webhooks:write' },
  summary: 'Replace the secret',
  description: 'Makes a new secret. The old one signs as well for another day, so that nothing is lost meanwhile.',
  params,
  responses: { 201: { description: 'The new secret', schema: endpointWithSecret } },
  hasSecret: true,
  problems: ['not-found'],
});

export const testWebhookEndpoint = operation({
  id: 'testWebhookEndpoint',
  ...{ ...group, method: 'post', path: '/webhooks/{id}/test', scope: 'webhooks:write' },
  summary: 'Send a test',
  description: 'Sends an event of the type `endpoint.tested` to this endpoint.',
  params,
  responses: { 202: one },
  problems: ['not-found', 'endpoint-off', 'too-many-tests'],
});

export const listWebhookDeliveries = operation({
  id: 'listWebhookDeliveries',
  ...{ ...group, method: 'get', path: '/webhooks/{id}/deliveries', scope: 'webhooks:read' },
  summary: 'List what was sent',
  description: 'The deliveries of the last 30 days, newest first, 25 at a time.',
  params,
  query: keysetQuery,
  responses: {
    200: {
      description: 'One page',
      schema: z.strictObject({ deliveries: z.array(delivery) }).meta({ id: 'WebhookDeliveryList' }),
      headers: ['Link'],
    },
  },
  problems: ['not-found'],
});

export const replayWebhookDelivery = operation({
  id: 'replayWebhookDelivery',
  ...{ ...group, method: 'post', path: '/webhooks/{id}/deliveries/{delivery}/replay', scope: 'webhooks:write' },
  summary: 'Send a delivery again',
  description: 'With the same `webhook-id`, so that a program that has had it can tell.',
  params: z.strictObject({ id, delivery: z.uuid('This is no id of a delivery.') }),
  responses: { 202: one },
  problems: ['not-found', 'endpoint-off'],
});

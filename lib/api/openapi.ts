import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { API_BASE } from '#lib/domain/api/base-path.ts';
import { ApiProblem, type ApiProblemCode } from '#lib/domain/api/problem.ts';
import { SCOPES } from '#lib/domain/api/scopes.ts';
import { WEBHOOK_EVENT_NAMES, WEBHOOK_EVENTS } from '#lib/domain/webhooks/webhook-events.ts';
import { problem } from '#lib/schemas/api/common.ts';
import { API_TAGS, type Operation, type ResponseHeader } from '#lib/schemas/api/operation.ts';
import { API_OPERATIONS } from '#lib/schemas/api/operations.ts';
import { WEBHOOK_SCHEMAS } from '#lib/schemas/webhooks.ts';
import { OLDER_PATHS } from './older-paths.ts';
import { PROBLEM_TYPE } from './problem-response.ts';
import { TOKEN_PATHS } from './token-paths.ts';

/** Of the API, not of the shop's program: it changes when programs have to. */
const VERSION = '1.0.0';

const INTRODUCTION = `Artists post works from their own tools, hosts get their data out, and other programs follow sales.

**Tokens.** \`POST ${API_BASE}/token\` gives one for a username and a password; for programs that run for long, make a personal access token in your settings. Send it as \`Authorization: Bearer …\`.

**Money** is \`{ "amount": 12000, "currency": "EUR" }\`, in the minor units in which Stripe counts it. **Times** are ISO 8601 in UTC.

**Lists** have 24 or 50 rows; the header \`Link\` leads to the next page.

**Errors** are problem details (RFC 9457). Compare their \`code\`: it stays, while the sentences may change.

**Changes.** A response with an \`ETag\` can be changed with \`If-Match\`: if somebody was faster, you get 412 with what is stored now. Send an \`Idempotency-Key\` with each POST: if no response arrived, send it again, and it happens once.

**Limits.** An account can send 600 requests a minute; the header \`RateLimit\` says how many are left.`;

const HEADERS: Readonly<Record<ResponseHeader | 'RateLimit' | 'Retry-After', z.ZodType>> = {
  ETag: z.string().meta({ description: 'For `If-Match` and `If-None-Match`' }),
  Location: z.string().meta({ description: 'The path of what was created' }),
  Link: z
    .string()
    .optional()
    .meta({ description: 'The neighbouring pages, `rel="next"` and `rel="prev"`; none where there is no other' }),
  RateLimit: z.string().optional().meta({ description: 'Requests left, and seconds until the count begins again' }),
  'Retry-After': z.string().optional().meta({ description: 'Seconds after which it is worth trying again' }),
};

/** The description of the API (OpenAPI 3.1). @param shop its name, and its origin without a slash at the end */
export function openApiDocument({ name, origin }: { name: string; origin: string }): object {
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: `${name} API`,
      version: VERSION,
      description: INTRODUCTION,
      license: { name: 'MIT', identifier: 'MIT' },
      contact: { name, url: origin },
    },
    servers: [{ url: origin, description: 'This shop' }],
    tags: Object.entries(API_TAGS).map(([name, description]) => ({ name, description })),
    components: {
      securitySchemes: {
        password: {
          type: 'oauth2',
          description: 'An access token for a username and a password; it ends after 15 minutes',
          flows: {
            password: { tokenUrl: `${API_BASE}/token`, refreshUrl: `${API_BASE}/token`, scopes: { ...SCOPES } },
          },
        },
        token: { type: 'http', scheme: 'bearer', description: 'A personal access token, `mys_…`' },
      },
    },
    webhooks: webhooksOf(),
    paths: { ...TOKEN_PATHS, ...pathsOf(API_OPERATIONS), ...OLDER_PATHS },
  });
}

/** What endpoints are sent. */
function webhooksOf(): ZodOpenApiPathsObject {
  return Object.fromEntries(
    WEBHOOK_EVENT_NAMES.map((name) => [
      name,
      {
        post: {
          operationId: `told-${name}`,
          tags: ['webhooks'],
          summary: WEBHOOK_EVENTS[name],
          description: `${WEBHOOK_EVENTS[name]}. Signed by the Standard Webhooks specification; the same webhook-id may come twice.`,
          security: [{}],
          requestBody: { required: true, content: { 'application/json': { schema: WEBHOOK_SCHEMAS[name] } } },
          responses: { '2XX': { description: 'It has arrived' }, 410: { description: 'Switches the endpoint off' } },
        },
      },
    ]),
  );
}

function pathsOf(operations: readonly Operation[]): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const operation of operations) {
    const path = `${API_BASE}${operation.path}`;
    paths[path] = { ...paths[path], [operation.method]: describe(operation) };
  }
  return paths;
}

function describe(operation: Operation): ZodOpenApiOperationObject {
  const { id, tag, summary, description, scope, params, query, body, rawBody } = operation;
  const headers = requestHeaders(operation);
  return {
    ...{ operationId: id, tags: [tag], summary, description },
    security: scope === null ? [{}, { token: [] }] : [{ password: [scope] }, { token: [] }],
    requestParams: {
      ...(params instanceof z.ZodObject && { path: params }),
      ...(query instanceof z.ZodObject && { query }),
      ...(headers && { header: headers }),
    },
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    ...(rawBody && {
      requestBody: {
        required: true,
        description: rawBody.description,
        content: Object.fromEntries(
          rawBody.types.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
        ),
      },
    }),
    responses: { ...successes(operation), ...refusals(operation) },
  };
}

function requestHeaders({ method, scope, isConditional, responses }: Operation): z.ZodObject | null {
  const headers = {
    ...(method === 'post' &&
      scope !== null && {
        'Idempotency-Key': z
          .string()
          .min(1)
          .max(200)
          .optional()
          .meta({ description: 'The same for every try of one request; it happens once' }),
      }),
    ...(isConditional && {
      'If-Match': z.string().optional().meta({ description: 'The `ETag` that what is changed must have' }),
    }),
    ...(method === 'get' &&
      responses[200]?.headers?.includes('ETag') && {
        'If-None-Match': z.string().optional().meta({ description: 'The `ETag` of what you have already' }),
      }),
  };
  return Object.keys(headers).length > 0 ? z.object(headers) : null;
}

function successes({ method, responses }: Operation): ZodOpenApiOperationObject['responses'] {
  const described = Object.entries(responses).map(([status, { description, schema, headers = [], links }]) => [
    status,
    {
      description,
      headers: z.object({
        ...Object.fromEntries(headers.map((name) => [name, HEADERS[name]])),
        RateLimit: HEADERS.RateLimit,
      }),
      ...(schema && { content: { 'application/json': { schema } } }),
      ...(links && { links: linksOf(links) }),
    },
  ]);
  const isCacheable = method === 'get' && responses[200]?.headers?.includes('ETag');
  return {
    ...Object.fromEntries(described),
    ...(isCacheable && { 304: { description: 'You have it already', headers: z.object({ ETag: HEADERS.ETag }) } }),
  };
}

const linksOf = (links: NonNullable<Operation['responses'][number]['links']>) =>
  Object.fromEntries(
    Object.entries(links).map(([operationId, pointers]) => {
      const parameters = Object.entries(pointers).map(([name, pointer]) => [name, `$response.body#${pointer}`]);
      return [operationId, { operationId, parameters: Object.fromEntries(parameters) }];
    }),
  );

/** Every problem that an operation may answer with, by its status. */
function refusals(operation: Operation): ZodOpenApiOperationObject['responses'] {
  const byStatus = new Map<number, ApiProblem[]>();
  for (const code of problemCodes(operation)) {
    const refused = new ApiProblem(code, { detail: '' });
    byStatus.set(refused.status, [...(byStatus.get(refused.status) ?? []), refused]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, problems]) => [
      status,
      {
        description: problems.map(({ code, title }) => `\`${code}\`: ${title}`).join('\n\n'),
        headers: z.object({
          ...(status === 412 && { ETag: HEADERS.ETag }),
          ...((status === 429 || status === 503) && { 'Retry-After': HEADERS['Retry-After'] }),
        }),
        content: { [PROBLEM_TYPE]: { schema: problem } },
      },
    ]),
  );
}

/** The codes that an operation may answer with. */
export function problemCodes(operation: Operation): ApiProblemCode[] {
  const { method, scope, body, rawBody, isConditional, problems = [] } = operation;
  return [
    ...new Set<ApiProblemCode>([
      ...(['malformed-request', 'invalid-request', 'token-invalid', 'rate-limited', 'unavailable'] as const),
      ...(scope === null ? [] : (['token-missing', 'scope-missing'] as const)),
      ...(body || rawBody ? (['content-type', 'body-too-large'] as const) : []),
      ...(method === 'post' && scope !== null ? (['key-reused', 'key-in-use'] as const) : []),
      ...(isConditional ? (['changed-since'] as const) : []),
      ...problems,
    ]),
  ];
}

import { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi';
import type { ApiTag } from '#lib/schemas/api/operation.ts';

/** What these addresses promise of a work; docs/api.md has the rest. */
const listedPost = z.looseObject({ slug: z.string(), title: z.string() }).meta({ id: 'ListedPost' });
const sentence = z
  .object({ error: z.string().meta({ description: 'One sentence' }), reference: z.string().optional() })
  .meta({ id: 'ErrorSentence' });
const money = z.object({ amount: z.string(), minor: z.int(), currency: z.string() });

const words = z.string().meta({ description: 'As on the shop’s search page', example: 'heron' });
const after = z.string().meta({ description: '`next` of the page before' });
const code = z.string().meta({ description: 'Code of a currency', example: 'EUR' });
const postList = { posts: z.array(listedPost), next: z.string().nullable() };

type OlderOperation = {
  id: string;
  tag: ApiTag;
  summary: string;
  /** The operation that replaces it; null where none does. */
  instead: string | null;
  query?: z.ZodObject;
  schema: z.ZodObject;
};

const rates = {
  tag: 'money' as const,
  ...{ summary: 'List the exchange rates', instead: '/api/v1/rates' },
  query: z.object({ base: code.optional() }),
  schema: z.looseObject({ base: z.string(), date: z.string(), rates: z.record(z.string(), z.number()) }),
} satisfies Omit<OlderOperation, 'id'>;

const OLDER_OPERATIONS: Readonly<Record<string, OlderOperation>> = {
  '/api/posts': {
    ...{ id: 'listPostsBeforeV1', tag: 'works', summary: 'List the gallery', instead: '/api/v1/posts' },
    query: z.object({ currency: code, after }).partial(),
    schema: z.object(postList),
  },
  '/api/search': {
    ...{ id: 'searchPostsBeforeV1', tag: 'works', summary: 'Search the gallery', instead: '/api/v1/search' },
    query: z.object({ q: words, currency: code, after }).partial(),
    schema: z.looseObject(postList),
  },
  '/api/search/counts': {
    ...{ id: 'countSearchResults', tag: 'works', summary: 'Count what a search finds', instead: null },
    query: z.object({ q: words, currency: code }).partial(),
    schema: z.looseObject({ total: z.object({ count: z.int(), isEstimate: z.boolean() }) }),
  },
  '/api/search/suggest': {
    ...{ id: 'suggestWords', tag: 'works', summary: 'Complete words of a search', instead: null },
    query: z.object({ q: words }).partial(),
    schema: z.object({
      ...{ words: z.array(z.string()), tags: z.array(z.string()) },
      artists: z.array(z.object({ username: z.string(), displayName: z.string() })),
    }),
  },
  '/api/currencies': {
    ...{ id: 'listCurrenciesBeforeV1', tag: 'money', summary: 'List the currencies', instead: '/api/v1/currencies' },
    schema: z.object({ currencies: z.array(z.looseObject({ code: z.string() })) }),
  },
  '/api/rates': { id: 'listRatesBeforeV1', ...rates },
  '/api/rates/latest': { id: 'listLatestRatesBeforeV1', ...rates },
  '/api/convert': {
    ...{ id: 'convertMoneyBeforeV1', tag: 'money', summary: 'Convert an amount', instead: '/api/v1/convert' },
    query: z.object({ amount: z.string().meta({ example: '120.50' }), from: code, to: code.meta({ example: 'JPY' }) }),
    schema: z.looseObject({ from: money, to: money, rate: z.string() }),
  },
};

const refused = (description: string) => ({ description, content: { 'application/json': { schema: sentence } } });

function describe({ id, tag, summary, instead, query, schema }: OlderOperation): ZodOpenApiOperationObject {
  return {
    ...{ operationId: id, tags: [tag], summary, security: [{}], deprecated: instead !== null },
    description: instead === null ? summary : `It stays as it is. New programs use \`GET ${instead}\`.`,
    ...(query && { requestParams: { query } }),
    responses: {
      200: { description: 'Found', content: { 'application/json': { schema } } },
      400: refused('Something in the query is wrong'),
      404: refused('There is no such thing'),
      503: refused('Not at the moment'),
    },
  };
}

const part = z.enum(['ok', 'failing']);
const health = z.object({ status: part, database: part, redis: part, worker: part }).meta({ id: 'Health' });
const healthContent = { 'application/json': { schema: health } };

/** The addresses besides /api/v1 that programs may call: those from before it, and the one for monitoring. */
export const OLDER_PATHS: ZodOpenApiPathsObject = {
  ...Object.fromEntries(Object.entries(OLDER_OPERATIONS).map(([path, older]) => [path, { get: describe(older) }])),
  '/api/health': {
    get: {
      ...{ operationId: 'getHealth', tags: ['admin'], summary: 'Ask whether the shop works', security: [{}] },
      description: 'For programs that watch over the shop: its parts, each by itself.',
      responses: {
        200: { description: 'All of them work', content: healthContent },
        400: refused('The request cannot be read'),
        503: { description: 'One of them does not', content: healthContent },
      },
    },
  },
};

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { checkShop, resolveExpression } from '../../../cli/api/check-shop.ts';

const thing = {
  type: 'object',
  required: ['id', 'name'],
  properties: { id: { type: 'string' }, name: { type: 'string', example: 'Heron' }, size: { type: 'integer' } },
};
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string', example: 'nowhere' } };
const linked = (...ids: string[]) =>
  Object.fromEntries(
    ids.map((operationId) => [operationId, { operationId, parameters: { id: '$response.body#/id' } }]),
  );
const input = { type: 'object', required: ['name'], properties: { name: thing.properties.name } };

const DESCRIPTION = {
  openapi: '3.1.1',
  info: { title: 'Things', version: '1' },
  paths: {
    '/things': {
      get: {
        operationId: 'listThings',
        parameters: [
          { name: 'q', in: 'query', required: true, schema: { type: 'string', example: 'grey heron' } },
          { name: 'page', in: 'query', schema: { type: 'string' } },
        ],
        responses: {
          200: {
            ...json({ type: 'array', items: thing }),
            links: { getThing: { operationId: 'getThing', parameters: { id: '$response.body#/0/id' } } },
          },
        },
      },
      post: {
        operationId: 'createThing',
        security: [{ token: [] }],
        requestBody: json(input),
        responses: { 201: { ...json(thing), links: linked('getThing', 'changeThing', 'deleteThing', 'sellThing') } },
      },
    },
    '/things/{id}': {
      get: { operationId: 'getThing', parameters: [id], responses: { 200: json(thing) } },
      patch: {
        operationId: 'changeThing',
        parameters: [id],
        requestBody: json(input),
        responses: { 200: json(thing) },
      },
      delete: { operationId: 'deleteThing', parameters: [id], responses: { 204: {} } },
    },
    '/things/{id}/sell': { post: { operationId: 'sellThing', parameters: [id], responses: { 204: {} } } },
  },
};

const requests: string[] = [];
/** What the server responds with instead, by method and URL. */
const otherwise = new Map<string, { status: number; body: unknown }>();

const server = createServer(async (request, response) => {
  const asked = `${request.method} ${request.url}`;
  const body = await text(request);
  if (asked === 'GET /api/openapi.json') return void response.end(JSON.stringify(DESCRIPTION));
  requests.push(`${asked}${body && ` ${body}`}`);
  const reply = otherwise.get(asked) ?? usual(asked);
  if (reply.body === undefined) return void response.writeHead(reply.status).end();
  response.writeHead(reply.status, { 'content-type': 'application/json' }).end(JSON.stringify(reply.body));
});

function usual(asked: string): { status: number; body?: unknown } {
  if (asked.startsWith('GET /things?')) return { status: 200, body: [{ id: 'old', name: 'Heron' }] };
  if (asked === 'POST /things') return { status: 201, body: { id: 'new', name: 'Heron' } };
  return asked.startsWith('DELETE') ? { status: 204 } : { status: 200, body: { id: 'x', name: 'Heron' } };
}

let origin: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  requests.length = 0;
  otherwise.clear();
});

test('reads what its examples and links lead to, and writes nothing unless it is told to', async () => {
  const outcomes = await checkShop({ origin, token: 'x', writes: false });
  expect(requests).toEqual(['GET /things?q=grey+heron', 'GET /things/old']);
  expect(Object.fromEntries(outcomes.map((outcome) => [outcome.id, outcome.result]))).toEqual({
    ...{ listThings: 'as described', getThing: 'as described' },
    ...{ createThing: 'not run', changeThing: 'not run', deleteThing: 'not run', sellThing: 'not run' },
  });
});

test('what it creates it reads, changes and deletes; what cannot be undone it leaves', async () => {
  const outcomes = await checkShop({ origin, token: 'x', writes: true });
  expect(requests).toEqual([
    ...['GET /things?q=grey+heron', 'POST /things {"name":"Heron"}', 'GET /things/new'],
    ...['PATCH /things/new {"name":"Heron"}', 'DELETE /things/new'],
  ]);
  expect(outcomes.filter(({ result }) => result === 'not run').map((outcome) => outcome.id)).toEqual(['sellThing']);
});

test('without a token, operations that need one are not run', async () => {
  const outcomes = await checkShop({ origin, token: null, writes: true });
  expect(outcomes.find((outcome) => outcome.id === 'createThing')).toEqual({
    ...{ id: 'createThing', result: 'not run', because: 'it needs a token' },
  });
});

test.each([
  ['a body of another shape', { status: 200, body: { id: 7, name: 'Heron' } }, /does not match/],
  ['a status that is not described', { status: 404, body: {} }, /404 is not described/],
  ['a body where none is described', { status: 200, body: null }, /does not match/],
])('%s is found', async (_, response, because) => {
  otherwise.set('GET /things/old', response);
  const outcomes = await checkShop({ origin, token: null, writes: false });
  expect(outcomes.find((outcome) => outcome.id === 'getThing')).toMatchObject({
    result: 'wrong',
    because: expect.stringMatching(because),
  });
});

test('a runtime expression leads to a text or a number of a body, or nowhere', () => {
  const body = { list: [{ id: 'a', count: 3 }] };
  expect(resolveExpression('$response.body#/list/0/id', body)).toBe('a');
  expect(resolveExpression('$response.body#/list/0/count', body)).toBe('3');
  for (const nowhere of ['$response.body#/list/1/id', '$response.body#/list', '$request.path.id'])
    expect(resolveExpression(nowhere, body)).toBeNull();
});

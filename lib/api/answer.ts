import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { authenticateRequest, requireScope } from '#lib/api-tokens/authenticate-request.ts';
import type { ApiCaller } from '#lib/domain/api/caller.ts';
import { ApiProblem } from '#lib/domain/api/problem.ts';
import type { Scope } from '#lib/domain/api/scopes.ts';
import type { Operation, RawBody } from '#lib/schemas/api/operation.ts';
import { answerOnce, idempotencyKeyOf } from './idempotency.ts';
import { problemResponse } from './problem-response.ts';
import { countApiRequest } from './rate-limit.ts';
import { readJson, readQuery, validate } from './read-request.ts';
import { toProblem } from './to-problem.ts';

/** What an operation gets to see of a request. */
type ApiRequest<Params, Query, Body> = {
  request: Request;
  params: Params;
  query: Query;
  body: Body;
  /** The body of an operation that takes a file. */
  stream: ReadableStream<Uint8Array>;
};

/** What a response has; `body` is written as JSON, undefined leaves it empty. */
export type ApiReply = { status: number; body?: unknown; headers?: Readonly<Record<string, string>> };

/** Whose token it is; null only where an operation needs none, and none was sent. */
type CallerOf<Needs extends Scope | null> = Needs extends Scope ? ApiCaller : ApiCaller | null;

type Run<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, Needs extends Scope | null> = (
  request: ApiRequest<z.output<P>, z.output<Q>, z.output<B>> & { caller: CallerOf<Needs> },
) => Promise<ApiReply>;

type RouteProps = { params: Promise<Record<string, string>> };

/** A route handler, as Next calls it. */
export type ApiRoute = (request: Request, props: RouteProps) => Promise<Response>;

/**
 * The route handler of an operation: token and scope, limits, parameters and body by their schemas, one response per
 * Idempotency-Key, and every error as problem details.
 */
export function apiRoute<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, Needs extends Scope | null>(
  operation: Operation<P, Q, B, Needs>,
  run: Run<P, Q, B, Needs>,
): ApiRoute {
  return async (request, { params }) => {
    let limits: Record<string, string> = {};
    try {
      const caller = await callerOf(request, operation.scope);
      if (caller) limits = await countApiRequest(caller.viewer.id);
      const response = await answer(operation, run, { request, params: await params, caller });
      return withHeaders(response, limits);
    } catch (error) {
      return withHeaders(problemResponse(toProblem(error)), limits);
    }
  };
}

async function callerOf<Needs extends Scope | null>(request: Request, scope: Needs): Promise<CallerOf<Needs>> {
  const authorization = request.headers.get('authorization');
  if (scope === null && authorization === null) return null as CallerOf<Needs>;
  const caller = await authenticateRequest(authorization);
  if (scope !== null) requireScope(caller, scope);
  return caller as CallerOf<Needs>;
}

type Incoming<Needs extends Scope | null> = {
  request: Request;
  params: Record<string, string>;
  caller: CallerOf<Needs>;
};

async function answer<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, Needs extends Scope | null>(
  operation: Operation<P, Q, B, Needs>,
  run: Run<P, Q, B, Needs>,
  { request, params, caller }: Incoming<Needs>,
): Promise<Response> {
  const query = readQuery(request.url);
  const file = operation.rawBody ? fileOf(operation.rawBody, request) : null;
  const json = operation.body ? await readJson(request) : undefined;
  const parsed = {
    params: (operation.params ? validate(operation.params, params) : {}) as z.output<P>,
    query: (operation.query ? validate(operation.query, query) : validateNone(query)) as z.output<Q>,
    body: (operation.body ? validate(operation.body, json) : undefined) as z.output<B>,
  };
  const respond = async () => {
    try {
      return reply(await run({ request, ...parsed, stream: file?.stream ?? emptyStream(), caller }));
    } catch (error) {
      return problemResponse(toProblem(error));
    }
  };
  const key = operation.method === 'post' && caller ? idempotencyKeyOf(request) : null;
  if (key === null || !caller) return respond();
  const { pathname, search } = new URL(request.url);
  const said = `${operation.id} ${pathname}${search}\n${JSON.stringify(json) ?? ''}`;
  return answerOnce(
    {
      ...{ userId: caller.viewer.id, key, operation: operation.id, isStream: file !== null },
      hasSecret: operation.hasSecret === true,
      fingerprint: async () => {
        const hash = createHash('sha256').update(said);
        if (file) hash.update(await file.hash());
        return new Uint8Array(hash.digest());
      },
    },
    respond,
  );
}

const validateNone = (query: Record<string, string>) => {
  const [field] = Object.keys(query);
  if (field === undefined) return {};
  throw new ApiProblem('invalid-request', {
    detail: 'This operation takes no query.',
    errors: [{ field, detail: 'There is no such parameter.' }],
  });
};

/** A file of an accepted type as a stream, whose bytes are hashed while they are read. @throws {ApiProblem} content-type */
function fileOf({ types }: RawBody, request: Request) {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (!types.includes(type) && type !== 'application/octet-stream')
    throw new ApiProblem('content-type', {
      detail: `Send the file as it is, with one of these types: ${types.join(', ')}.`,
    });
  const hash = createHash('sha256');
  let digest: Buffer | undefined;
  const stream = (request.body ?? emptyStream()).pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        hash.update(chunk);
        controller.enqueue(chunk);
      },
    }),
  );
  return {
    stream,
    /** Of the whole file: what nobody has read is read now. */
    async hash(): Promise<Buffer> {
      if (digest) return digest;
      if (!stream.locked) for await (const _ of stream as unknown as AsyncIterable<Uint8Array>);
      digest = hash.digest();
      return digest;
    },
  };
}

const emptyStream = (): ReadableStream<Uint8Array> => new Blob().stream();

function reply({ status, body, headers = {} }: ApiReply): Response {
  const all = { 'cache-control': 'private, no-cache', ...headers };
  return body === undefined
    ? new Response(null, { status, headers: all })
    : Response.json(body, { status, headers: all });
}

function withHeaders(response: Response, headers: Readonly<Record<string, string>>): Response {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

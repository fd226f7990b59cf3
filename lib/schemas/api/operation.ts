import type { z } from 'zod';
import type { ApiProblemCode } from '#lib/domain/api/problem.ts';
import type { Scope } from '#lib/domain/api/scopes.ts';

type Method = 'get' | 'post' | 'patch' | 'delete';

/** What a response with some status has. */
type ResponseDescription = {
  description: string;
  /** Of its JSON; none for an empty body. */
  schema?: z.ZodType;
  headers?: readonly ResponseHeader[];
  /** Operations by their id that this response leads to, and where in its body their parameters are (a JSON Pointer). */
  links?: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

export type ResponseHeader = 'ETag' | 'Location' | 'Link';

/** A body that is not JSON. */
export type RawBody = { types: readonly string[]; description: string };

/** One operation of the API: what a request may have, and what it gets. The routes, the description and the tests follow from it. */
export type Operation<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Needs extends Scope | null = Scope | null,
> = {
  id: string;
  method: Method;
  /** Below /api/v1, with parameters in braces. */
  path: string;
  tag: ApiTag;
  /** A few words. */
  summary: string;
  description: string;
  /** What the token must allow; null where none is needed. */
  scope: Needs;
  params?: Params;
  query?: Query;
  /** JSON; every field but those named is refused. */
  body?: Body;
  rawBody?: RawBody;
  /** Whether a response has a field `secret`, which no repeated response has. */
  hasSecret?: boolean;
  /** Whether If-Match is looked at. */
  isConditional?: boolean;
  responses: Readonly<Record<number, ResponseDescription>>;
  /** What may be refused besides what every operation of its kind may refuse. */
  problems?: readonly ApiProblemCode[];
};

export const API_TAGS = {
  account: 'The account that the token belongs to',
  works: 'Works in the gallery, and the account’s own',
  pictures: 'Pictures of works',
  orders: 'Sales and purchases',
  webhooks: 'Endpoints that are told of works and sales',
  money: 'Currencies and exchange rates',
  admin: 'What admins see of the whole shop',
} as const;

export type ApiTag = keyof typeof API_TAGS;

/** For the types of its parts. */
export const operation = <
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Needs extends Scope | null,
>(
  definition: Operation<Params, Query, Body, Needs>,
): Operation<Params, Query, Body, Needs> => definition;

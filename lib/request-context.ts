import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

export type DatabaseFailure = {
  error: unknown;
  /** There is no connection, or no reply on it: asking again would only wait again. */
  isUnreachable: boolean;
};
/** `at`: milliseconds of the clock. */
export type RecordedFailure = DatabaseFailure & { at: number };

/** What a web process knows about one request while it answers it. */
export type RequestContext = {
  /** The database could not do what this request asked of it. */
  failure: RecordedFailure | null;
  /** The response explains the failure itself, so its body stays and only its status becomes 503. */
  keepsOwnBody: boolean;
  /** It may be for a form action, and none has started yet: whatever fails until then is what was sent. */
  awaitsAction: boolean;
  /** Those of the request, in which the first step has put its one true address. Read only when somebody asks. */
  headers?: Readonly<Record<string, string | string[] | undefined>>;
  /** See `requestReference`. */
  reference?: string;
  /** The account whose session this request has shown, once somebody has looked for it. */
  viewerId?: string;
  /** See `noteRefusal`. */
  refusal?: string;
};

// Next loads this module once per bundle; requests are one thing per process.
const shared = globalThis as typeof globalThis & { makeYourSpaceRequests?: AsyncLocalStorage<RequestContext> };

/** Makes this a web process: from now on what happens is known together with the request that caused it. */
export function trackRequests(): AsyncLocalStorage<RequestContext> {
  shared.makeYourSpaceRequests ??= new AsyncLocalStorage();
  return shared.makeYourSpaceRequests;
}

/** Is somebody waiting for what this process does? */
export const isWebProcess = (): boolean => shared.makeYourSpaceRequests !== undefined;

/** The request that is being answered here; undefined outside of one. */
export const currentRequestContext = (): RequestContext | undefined => shared.makeYourSpaceRequests?.getStore();

/** A name for this request, eight hex digits, the same in its log lines and its rows of the audit log; null outside. */
export function requestReference(request = currentRequestContext()): string | null {
  if (!request) return null;
  request.reference ??= newReference();
  return request.reference;
}

/**
 * Remembers why this request was refused, for server/log-refused-request.ts: most refusals are told to people in a page
 * whose status says nothing of them. The first reason stays.
 * @param code of an `ExpectedError`, or a short name like one.
 */
export function noteRefusal(code: string): void {
  const request = currentRequestContext();
  if (request) request.refusal ??= code;
}

export const newReference = (): string => randomUUID().slice(0, 8);

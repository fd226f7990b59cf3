import {
  currentRequestContext,
  type DatabaseFailure,
  type RecordedFailure,
  type RequestContext,
} from '#lib/request-context.ts';

/** How long a failure counts as the state of the database. */
const FRESH_MS = 3_000;

// Next loads this module once per bundle; failures are one thing per process.
const shared = globalThis as typeof globalThis & { makeYourSpaceDatabaseFailure?: RecordedFailure };

/** For every form action, first of all: its arguments could be read. */
export function noteActionStarted(): void {
  const request = currentRequestContext();
  if (request) request.awaitsAction = false;
}

/** Remembers that the database could not be reached, or could not reply in time. */
export function recordDatabaseFailure(failure: DatabaseFailure, request: RequestContext | undefined): void {
  // The pool reports what its connection has already reported.
  if (request?.failure?.error === failure.error) return;
  const recorded = { ...failure, at: Date.now() };
  shared.makeYourSpaceDatabaseFailure = recorded;
  if (request) request.failure = recorded;
}

/** The error with which the database failed this request within the last three seconds, or null. */
export function databaseErrorOf(request = currentRequestContext()): unknown {
  return fresh(request?.failure)?.error ?? null;
}

/**
 * Did the database fail this request? Then the response gets the status 503 and keeps its own body: call this
 * where the body already explains the failure.
 */
export function respondUnavailableIfFailed(): boolean {
  const request = currentRequestContext();
  if (!request || !databaseErrorOf(request)) return false;
  request.keepsOwnBody = true;
  return true;
}

/** The same error, only where asking the database again would just take time. */
export function connectionErrorOf(request = currentRequestContext()): unknown {
  const failure = fresh(request?.failure);
  return failure?.isUnreachable ? failure.error : null;
}

/** Why it failed any request of this process: a request that waited for another's page has no failure of its own. */
export function latestDatabaseError(): unknown {
  return fresh(shared.makeYourSpaceDatabaseFailure)?.error ?? null;
}

function fresh(recorded: RecordedFailure | null | undefined): RecordedFailure | undefined {
  return recorded && Date.now() - recorded.at < FRESH_MS ? recorded : undefined;
}

import { AsyncLocalStorage } from 'node:async_hooks';

export type Trouble = {
  error: unknown;
  /** There is no connection, or no answer on it: whoever asks again waits again. */
  away: boolean;
};
type Noted = Trouble & { at: number };

/** What a web process remembers of one request while it answers it. */
export type RequestState = {
  /** The database could not do what this request asked of it. */
  trouble: Noted | null;
  /** The answer tells of that trouble in its own way, so its body stays; only its status says 503. */
  toldByItself: boolean;
};

/** How long trouble stands for the state of the database, milliseconds. */
const FRESH = 3_000;

// Next loads this module once per bundle; requests and their trouble are one thing per process.
const shared = globalThis as typeof globalThis & {
  makeYourSpaceRequests?: AsyncLocalStorage<RequestState>;
  makeYourSpaceTrouble?: Noted;
};

/** Makes this a process that answers people: from now on trouble is remembered with the request that had it. */
export function followRequests(): AsyncLocalStorage<RequestState> {
  shared.makeYourSpaceRequests ??= new AsyncLocalStorage();
  return shared.makeYourSpaceRequests;
}

/** Does somebody wait for what this process does? */
export const answersPeople = (): boolean => shared.makeYourSpaceRequests !== undefined;

/** The request that is being answered here; undefined outside of one. */
export const currentRequest = (): RequestState | undefined => shared.makeYourSpaceRequests?.getStore();

/** Remembers that the database could not be asked, or could not do it in time. */
export function noteTrouble(trouble: Trouble, request: RequestState | undefined): void {
  // The pool reports what its connection has reported before.
  if (request?.trouble?.error === trouble.error) return;
  const noted = { ...trouble, at: Date.now() };
  shared.makeYourSpaceTrouble = noted;
  if (request) request.trouble = noted;
}

/** Why the database failed this request within the last three seconds, or null. */
export function databaseTrouble(request = currentRequest()): unknown {
  return fresh(request?.trouble)?.error ?? null;
}

/**
 * Has the database failed this request? Then the answer gets the status 503 and keeps its own body: call this
 * where that tells of it already.
 */
export function tellOfTrouble(): boolean {
  const request = currentRequest();
  if (!request || !databaseTrouble(request)) return false;
  request.toldByItself = true;
  return true;
}

/** Why the database failed this request, where asking it again would only take time. */
export function databaseAway(request = currentRequest()): unknown {
  const trouble = fresh(request?.trouble);
  return trouble?.away ? trouble.error : null;
}

/** Why it failed any request of this process: one that waited for another's page had no trouble of its own. */
export function anyDatabaseTrouble(): unknown {
  return fresh(shared.makeYourSpaceTrouble)?.error ?? null;
}

function fresh(noted: Noted | null | undefined): Noted | undefined {
  return noted && Date.now() - noted.at < FRESH ? noted : undefined;
}

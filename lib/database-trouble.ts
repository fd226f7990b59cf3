import { AsyncLocalStorage } from 'node:async_hooks';

type Trouble = { error: unknown; at: number };

/** What a web process remembers of one request while it answers it. */
export type RequestState = {
  /** The database could not do what this request asked of it. */
  trouble: Trouble | null;
  /** The answer tells of that trouble in its own way, so its body stays; only its status says 503. */
  toldByItself: boolean;
};

/** How long trouble stands for the state of the database, milliseconds. */
const FRESH = 3_000;

// Next loads this module once per bundle; requests and their trouble are one thing per process.
const shared = globalThis as typeof globalThis & {
  makeYourSpaceRequests?: AsyncLocalStorage<RequestState>;
  makeYourSpaceTrouble?: Trouble;
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

/** Remembers that the database could not be asked, or did not answer in time. */
export function noteTrouble(error: unknown, request: RequestState | undefined): void {
  const trouble = { error, at: Date.now() };
  shared.makeYourSpaceTrouble = trouble;
  if (request) request.trouble = trouble;
}

/**
 * Why the database failed this request within the last three seconds, or null. It is then useless to ask
 * it again for the same answer.
 */
export function databaseTrouble(request = currentRequest()): unknown {
  return fresh(request?.trouble)?.error ?? null;
}

/** The same for any request of this process: one that waited for another's page had no trouble of its own. */
export function anyDatabaseTrouble(): unknown {
  return fresh(shared.makeYourSpaceTrouble)?.error ?? null;
}

const fresh = (trouble: Trouble | null | undefined) =>
  trouble && Date.now() - trouble.at < FRESH ? trouble : undefined;

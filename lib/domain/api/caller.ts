import type { Viewer } from '../viewer.ts';
import type { Scope } from './scopes.ts';

/** Who sends a request to the API, by its token. */
export type ApiCaller = {
  viewer: Viewer;
  scopes: ReadonlySet<Scope>;
};

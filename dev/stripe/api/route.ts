import type { Emulator } from '../emulator.ts';
import type { FormTree } from './form-encoding.ts';

/** One request; `id` is the value of `:id` in the path, or empty. */
export type ApiRequest = { id: string; input: FormTree };

/** `handle` returns the response's object or throws a `StripeFailure`. */
export type Route = {
  method: 'GET' | 'POST';
  path: string;
  handle: (emulator: Emulator, request: ApiRequest) => object;
};

/** The route for a path, with the path's id. */
export function matchRoute(routes: Route[], method: string, path: string): { route: Route; id: string } | undefined {
  const parts = path.split('/');
  for (const route of routes) {
    const pattern = route.path.split('/');
    if (route.method !== method || pattern.length !== parts.length) continue;
    if (!pattern.every((part, index) => part === ':id' || part === parts[index])) continue;
    const position = pattern.indexOf(':id');
    return { route, id: position < 0 ? '' : decodeURIComponent(parts[position] ?? '') };
  }
  return undefined;
}

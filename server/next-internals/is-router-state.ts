import { parseAndValidateFlightRouterState } from 'next/dist/server/app-render/parse-and-validate-flight-router-state.js';

/** The header in which Next's client says what it shows already. Checked with Next 16.4.6. */
export const ROUTER_STATE_HEADER = 'next-router-state-tree';

/** Whether Next can read this value of the header. It responds with 500 to any other. */
export function isRouterState(value: string | string[]): boolean {
  try {
    parseAndValidateFlightRouterState(value);
    return true;
  } catch {
    return false;
  }
}

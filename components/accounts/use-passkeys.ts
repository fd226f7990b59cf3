import { useSyncExternalStore } from 'react';

const subscribe = () => () => {};

/** Whether this browser knows passkeys; false on the server, so that nobody is offered what they cannot use. */
export const usePasskeys = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => 'PublicKeyCredential' in window,
    () => false,
  );

/** What to tell somebody whose browser used no passkey. */
export function passkeyProblem(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  if (name === 'InvalidStateError') return 'This device has a passkey for this account already.';
  if (name === 'NotAllowedError' || name === 'AbortError') return 'No passkey was used. Try again when you are ready.';
  return 'Your browser could not use a passkey here. Please try again, or use another way.';
}

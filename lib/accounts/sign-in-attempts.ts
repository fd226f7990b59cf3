import { countAttempt, resetAttempts, returnAttempt } from './attempt-limits.ts';
import { isKnownNetwork, rememberNetwork } from './known-networks.ts';

/** A browser that somebody has signed in from before. */
export type SignInDevice = {
  id: string;
  /** Whether that was to this account, by its id. */
  knows(accountId: string): boolean;
};

/** Where a sign-in comes from. */
export type SignInSource = {
  /** Key of the IP address. */
  address: string;
  /** Key of the wider network around it; null if there is none. */
  network: string | null;
  device?: SignInDevice | null;
};

/**
 * Counts an attempt to sign in. A browser from which somebody has signed in to the account before is counted by itself, so
 * that others, also in the same network, use up their own attempts and not its owner's.
 * @param account the account's id, or something that stands for an unknown name.
 * @returns what to call when the password was right.
 * @throws {ExpectedError} too-many-attempts, try-later
 */
export async function countSignIn(
  account: string,
  { address, network, device }: SignInSource,
): Promise<() => Promise<void>> {
  const own = device?.knows(account) ? `${account} ${device.id}` : null;
  if (own !== null) {
    await countAttempt({ 'sign-in-device': own });
    return async () => {
      await Promise.all([resetAttempts('sign-in-device', own), rememberNetwork(account, address)]);
    };
  }
  // In sequence: an address that has reached its limit cannot use up the attempts for someone else's account.
  await countAttempt({ 'sign-in-address': address, 'sign-in-network': network });
  const accountHere = `${account} ${address}`;
  await countAttempt({ 'sign-in-name': accountHere });
  const isKnown = await isKnownNetwork(account, address);
  // A household may have a whole /56: without a limit of its own it could use up the account's attempts for everybody.
  const accountNear = network && !isKnown ? `${account} ${network}` : null;
  await countAttempt({ 'sign-in-name-network': accountNear });
  if (!isKnown) await countAttempt({ 'sign-in-account': account });
  return async () => {
    await Promise.all([
      resetAttempts('sign-in-name', accountHere),
      accountNear && returnAttempt('sign-in-name-network', accountNear),
      isKnown ? null : returnAttempt('sign-in-account', account),
      rememberNetwork(account, address),
    ]);
  };
}

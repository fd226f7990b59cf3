import type { AuditSubject } from '#lib/domain/audit.ts';
import { resetAttempts, returnAttempt } from './attempt-limits.ts';
import { addressSubject, countSignIn } from './count-sign-in.ts';
import { isKnownNetwork, rememberNetwork } from './known-networks.ts';

/** A browser that somebody has signed in from before. */
export type SignInDevice = {
  id: string;
  /** Whether that was to this account, by its id. */
  knows(accountId: string): boolean;
};

export type SignInAttempt = {
  /** The account's id, or something that stands for an unknown name. */
  account: string;
  /** Whom the audit log names; null for an unknown name. */
  subject: AuditSubject | null;
  /** Key of the IP address. */
  address: string;
  /** Key of the wider network around it; null if there is none. */
  network: string | null;
  device: SignInDevice | null;
};

/**
 * Counts an attempt to sign in. A browser from which somebody has signed in to the account before is counted by itself, so
 * that others, also in the same network, use up their own attempts and not its owner's.
 * @returns what to call when the password was right.
 * @throws {ExpectedError} too-many-attempts, try-later
 */
export async function admitSignIn(attempt: SignInAttempt): Promise<() => Promise<void>> {
  const { account, subject, address, network, device } = attempt;
  if (device?.knows(account)) {
    const own = `${account} ${device.id}`;
    await countSignIn({ 'sign-in-device': own }, subject);
    return async () => {
      await Promise.all([resetAttempts('sign-in-device', own), rememberNetwork(account, address)]);
    };
  }
  // In sequence: an address that has reached its limit cannot use up the attempts for someone else's account.
  await countSignIn({ 'sign-in-address': address, 'sign-in-network': network }, addressSubject());
  const accountHere = `${account} ${address}`;
  await countSignIn({ 'sign-in-name': accountHere }, subject);
  const isKnown = await isKnownNetwork(account, address);
  // A household may have a whole /56: without a limit of its own it could use up the account's attempts for everybody.
  const accountNear = network && !isKnown ? `${account} ${network}` : null;
  await countSignIn({ 'sign-in-name-network': accountNear }, subject);
  if (!isKnown) await countSignIn({ 'sign-in-account': account }, subject);
  return async () => {
    await Promise.all([
      resetAttempts('sign-in-name', accountHere),
      accountNear && returnAttempt('sign-in-name-network', accountNear),
      isKnown ? null : returnAttempt('sign-in-account', account),
      rememberNetwork(account, address),
    ]);
  };
}

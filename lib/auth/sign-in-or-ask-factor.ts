import 'server-only';
import { redirect } from 'next/navigation';
import { hasSecondFactor } from '#lib/accounts/factors/has-second-factor.ts';
import { pendingSignIn } from './pending-sign-in.ts';
import { startSession } from './session.ts';

export const SECOND_FACTOR_PATH = '/sign-in/second-factor';

/**
 * After the right password, or another proof of that kind: signs in an account without a second factor and leads to
 * `next`; otherwise leads to the page that asks for the factor.
 * @param next a path of the shop.
 * @throws {ExpectedError} wrong-sign-in
 */
export async function signInOrAskFactor(account: { id: string; sessionVersion: number }, next: string): Promise<never> {
  if (await hasSecondFactor(account.id)) {
    await pendingSignIn.set({ id: account.id, sessionVersion: account.sessionVersion, next });
    redirect(SECOND_FACTOR_PATH);
  }
  await startSession(account);
  redirect(next);
}

import 'server-only';
import { headers } from 'next/headers';
import { createSession } from '#lib/accounts/create-session.ts';
import { endSession } from '#lib/accounts/end-session.ts';
import type { SessionRef } from '#lib/domain/session.ts';
import { rememberDevice } from './device-cookie.ts';
import { readSession } from './read-session.ts';
import { requestOrigin } from './request-origin.ts';

/**
 * Signs an account in from the browser that sends this request, instead of the session that it had.
 * @param proof whether its second factor was asked for.
 * @throws {ExpectedError} wrong-sign-in, second-factor-needed
 */
export async function openSession(
  account: { id: string; sessionVersion: number },
  proof: { isFactorProven?: boolean } = {},
): Promise<SessionRef & { expiresAt: Date }> {
  const earlier = await readSession();
  const session = await createSession(account, requestOrigin(await headers()), proof);
  if (earlier) await endSession(earlier);
  await rememberDevice(account.id);
  return session;
}

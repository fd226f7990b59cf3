import 'server-only';
import { z } from 'zod';
import { PENDING_SIGN_IN_SECONDS } from '#lib/domain/second-factors.ts';
import { sealedCookie } from './sealed-cookie.ts';

const content = z.object({
  id: z.string(),
  /** Another one by now means that the account has changed, and this sign-in has to begin again. */
  sessionVersion: z.number(),
  /** Where they want to go; anything, since a URL says so. */
  next: z.string(),
});

/** Somebody who has typed the right password, or whom GitHub or Google knows, and whose second factor is asked for. */
export type PendingSignIn = z.output<typeof content>;

/** The sign-in that a browser has begun; who reads it checks whether the account is as it was. */
export const pendingSignIn = sealedCookie({
  name: 'pending-sign-in',
  purpose: 'pending sign-in',
  seconds: PENDING_SIGN_IN_SECONDS,
  content,
});

import 'server-only';
import { z } from 'zod';
import { sealedCookie } from './sealed-cookie.ts';

const content = z.object({
  provider: z.string(),
  subject: z.string(),
  email: z.string(),
  /** Where they want to go; anything, since a URL says so. */
  next: z.string(),
});

/** Somebody whom GitHub or Google knows, with the proven address of an account that has not been joined with it yet. */
export type PendingJoin = z.output<typeof content>;

/** What a browser has begun to join. */
export const pendingJoin = sealedCookie({ name: 'pending-join', purpose: 'pending join', seconds: 30 * 60, content });

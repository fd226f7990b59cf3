import 'server-only';
import { cookies } from 'next/headers';
import { encode } from 'next-auth/jwt';
import { z } from 'zod';
import { cookieName } from '#lib/domain/cookie-name.ts';
import { env } from '#lib/env.ts';
import { decodeToken } from './decode-token.ts';

const pendingSchema = z.object({
  provider: z.string(),
  subject: z.string(),
  email: z.string(),
  /** Where they want to go; anything, since a URL says so. */
  next: z.string(),
  endsAt: z.number(),
});

/** Somebody whom GitHub or Google knows, with the proven address of an account that has not been joined with it yet. */
export type PendingJoin = Omit<z.output<typeof pendingSchema>, 'endsAt'>;

const SECONDS = 30 * 60;
/** Another key than that of sessions: neither cookie is valid in the other's place. */
const PURPOSE = 'pending join';
const cookie = () => cookieName('pending-join', env().NEXTAUTH_URL);
const isHttps = () => env().NEXTAUTH_URL.startsWith('https://');

/** For actions and route handlers. It opens nothing by itself. */
export async function setPendingJoin(pending: PendingJoin): Promise<void> {
  const token = { ...pending, endsAt: Date.now() + SECONDS * 1_000 };
  const value = await encode({ secret: env().NEXTAUTH_SECRET, salt: PURPOSE, maxAge: SECONDS, token });
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure: isHttps(), maxAge: SECONDS } as const;
  (await cookies()).set(cookie(), value, options);
}

/** What this browser has begun to join, or null. */
export async function readPendingJoin(): Promise<PendingJoin | null> {
  const value = (await cookies()).get(cookie())?.value;
  if (!value) return null;
  const token = await decodeToken({ secret: env().NEXTAUTH_SECRET, salt: PURPOSE, token: value }).catch(() => null);
  const pending = pendingSchema.safeParse(token).data;
  return pending && pending.endsAt > Date.now() ? pending : null;
}

/** For actions and route handlers. */
export async function deletePendingJoin(): Promise<void> {
  (await cookies()).delete({ name: cookie(), path: '/', secure: isHttps() });
}

import { z } from 'zod';

const emailsSchema = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

/** The primary address of a GitHub account, if GitHub has verified it; null for any other response. */
export function verifiedEmail(emails: unknown): string | null {
  const parsed = emailsSchema.safeParse(emails);
  return parsed.data?.find(({ primary, verified }) => primary && verified)?.email ?? null;
}

import { db, type Prisma } from '#lib/db.ts';
import { TOKEN_SECONDS, type TokenPurpose } from '#lib/domain/account-token.ts';
import { newToken, tokenHash } from './token-hash.ts';

export type TokenRequest = {
  userId: string;
  purpose: TokenPurpose;
  /** Where the link is sent; for undoing a change of email, the address from before. */
  email: string;
  data?: Prisma.InputJsonObject | undefined;
};

/** Creates the token of a link in a mail, instead of the one before it (but for undoing a change of email: all of those
 * last their time). @returns it; only its hash is stored. */
export async function createToken({ userId, purpose, email, data }: TokenRequest): Promise<string> {
  const token = newToken();
  await db().$executeRaw`
    INSERT INTO account_tokens (user_id, purpose, hash, email, data, expires_at)
    VALUES (${userId}::uuid, ${purpose}, ${tokenHash(token)}, ${email}, ${data ? JSON.stringify(data) : null}::jsonb,
      now() + make_interval(secs => ${TOKEN_SECONDS[purpose]}::int))
    ON CONFLICT (user_id, purpose) WHERE purpose <> 'undo-email-change' DO UPDATE
    SET hash = excluded.hash, email = excluded.email, data = excluded.data, created_at = now(),
      expires_at = excluded.expires_at`;
  return token;
}

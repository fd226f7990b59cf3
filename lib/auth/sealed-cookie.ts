import 'server-only';
import { cookies } from 'next/headers';
import { encode } from 'next-auth/jwt';
import { z } from 'zod';
import { cookieName } from '#lib/domain/cookie-name.ts';
import { env } from '#lib/env.ts';
import { decodeToken } from './decode-token.ts';

const endSchema = z.object({ endsAt: z.number() });

type Options<Content extends z.ZodRawShape> = {
  name: string;
  /** Part of the key, so that no cookie is valid in another's place, and none of them is a session. */
  purpose: string;
  /** How long it lasts. */
  seconds: number;
  content: z.ZodObject<Content>;
};

/** A cookie whose content only the shop can read and write. By itself it opens nothing. */
export function sealedCookie<Content extends z.ZodRawShape>({ name, purpose, seconds, content }: Options<Content>) {
  const cookie = () => {
    const { NEXTAUTH_URL } = env();
    return { name: cookieName(name, NEXTAUTH_URL), path: '/', secure: NEXTAUTH_URL.startsWith('https://') };
  };
  return {
    /** For actions and route handlers. */
    async set(value: z.output<z.ZodObject<Content>>): Promise<void> {
      const token = { ...value, endsAt: Date.now() + seconds * 1_000 };
      const encoded = await encode({ secret: env().NEXTAUTH_SECRET, salt: purpose, maxAge: seconds, token });
      (await cookies()).set({ ...cookie(), value: encoded, httpOnly: true, sameSite: 'lax', maxAge: seconds });
    },
    /** Its content, or null if there is none, or it has ended. */
    async read(): Promise<z.output<z.ZodObject<Content>> | null> {
      const value = (await cookies()).get(cookie().name)?.value;
      if (!value) return null;
      const token = await decodeToken({ secret: env().NEXTAUTH_SECRET, salt: purpose, token: value }).catch(() => null);
      // next-auth's own end allows fifteen seconds more.
      const end = endSchema.safeParse(token).data;
      return end && end.endsAt > Date.now() ? (content.safeParse(token).data ?? null) : null;
    },
    /** For actions and route handlers. */
    async remove(): Promise<void> {
      (await cookies()).delete(cookie());
    },
  };
}

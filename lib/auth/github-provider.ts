import 'server-only';
import GitHub from 'next-auth/providers/github';
import { env } from '#lib/env.ts';
import { verifiedEmail } from './verified-email.ts';

const API = 'https://api.github.com';
const TIMEOUT_MS = 8_000;

/**
 * Sign-in with GitHub. Next-auth's own provider takes the address on the public profile; this one takes the primary one,
 * and only if GitHub has verified it (https://docs.github.com/en/rest/users/emails).
 */
export function githubProvider(clientId: string, clientSecret: string) {
  return GitHub({
    clientId,
    clientSecret,
    userinfo: {
      url: `${API}/user`,
      async request({ client, tokens }) {
        const token = tokens.access_token ?? '';
        const { email: _public, ...profile } = await client.userinfo(token);
        const email = await fetchEmail(token);
        return email ? { ...profile, email } : profile;
      },
    },
  });
}

async function fetchEmail(token: string): Promise<string | null> {
  const response = await fetch(`${API}/user/emails`, {
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/vnd.github+json',
      'user-agent': new URL(env().NEXTAUTH_URL).host,
    },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  return response.ok ? verifiedEmail(await response.json()) : null;
}

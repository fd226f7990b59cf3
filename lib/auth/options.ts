import 'server-only';
import { cookies, headers } from 'next/headers';
import type { NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import Google from 'next-auth/providers/google';
import { authenticate } from '#lib/accounts/authenticate.ts';
import { endSession } from '#lib/accounts/end-session.ts';
import { hasSecondFactor } from '#lib/accounts/factors/has-second-factor.ts';
import { signInWithIdentity } from '#lib/accounts/sign-in-with-identity.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { SESSION_SECONDS } from '#lib/domain/session.ts';
import { env } from '#lib/env.ts';
import { logFailure, logger } from '#lib/logger.ts';
import { signInSchema } from '#lib/schemas/accounts.ts';
import { authCookies } from './auth-cookies.ts';
import { decodeToken } from './decode-token.ts';
import { readDevice } from './device-cookie.ts';
import { githubProvider } from './github-provider.ts';
import { openSession } from './open-session.ts';
import { pendingJoin } from './pending-join.ts';
import { pendingSignIn } from './pending-sign-in.ts';
import { requestAddress, requestNetwork } from './request-address.ts';
import { fromToken, toToken } from './session-token.ts';
import { SECOND_FACTOR_PATH } from './sign-in-or-ask-factor.ts';

type Account = { id: string; sessionVersion: number };

/**
 * Next-auth goes on to the session of an account without a second factor, and otherwise to the page that asks for it.
 * @param callbackUrl where the person wants to go: anything.
 */
async function askForFactor({ id, sessionVersion }: Account, callbackUrl: unknown): Promise<true | string> {
  if (!(await hasSecondFactor(id))) return true;
  await pendingSignIn.set({ id, sessionVersion, next: pathOf(callbackUrl) });
  return SECOND_FACTOR_PATH;
}

/** The path of a URL of the shop; '' for anything else. */
function pathOf(url: unknown): string {
  const { NEXTAUTH_URL } = env();
  const parsed = typeof url === 'string' ? URL.parse(url, NEXTAUTH_URL) : null;
  return parsed?.origin === new URL(NEXTAUTH_URL).origin ? `${parsed.pathname}${parsed.search}` : '';
}

/** The OAuth providers whose two keys are configured. */
export function oauthProviders(): { id: 'github' | 'google'; name: string }[] {
  const { GITHUB_ID, GITHUB_SECRET, GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET } = env();
  const providers: { id: 'github' | 'google'; name: string }[] = [];
  if (GITHUB_ID && GITHUB_SECRET) providers.push({ id: 'github', name: 'GitHub' });
  if (GOOGLE_CLIENT_ID && GOOGLE_CLIENT_SECRET) providers.push({ id: 'google', name: 'Google' });
  return providers;
}

/**
 * JWTs that name a session and its account; lib/auth/viewer.ts looks for the session on each request. Next-auth renews the
 * JWT, but not the session.
 */
export function authOptions(): NextAuthOptions {
  const settings = env();
  return {
    secret: settings.NEXTAUTH_SECRET,
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS.MEMBER },
    jwt: { decode: decodeToken },
    cookies: authCookies(settings.NEXTAUTH_URL),
    pages: { signIn: '/sign-in', error: '/sign-in' },
    // Anybody can cause these: a cookie that is none, an OAuth code that nobody issued.
    logger: {
      error: (code, details) => logger().warn({ code, details: String(details) }, 'next-auth refused a request'),
      warn: (code) => logger().warn({ code }, 'next-auth'),
      debug: () => {},
    },
    providers: [
      Credentials({
        credentials: { username: { label: 'Username or email' }, password: { label: 'Password', type: 'password' } },
        async authorize(credentials, request) {
          const input = signInSchema.safeParse({ name: credentials?.username, password: credentials?.password });
          if (!input.success) return null;
          try {
            const sent = new Headers(
              Object.entries(request.headers ?? {}).map(([name, value]) => [name, String(value)]),
            );
            return await authenticate(input.data, requestAddress(sent).key, requestNetwork(sent), await readDevice());
          } catch (error) {
            if (error instanceof ExpectedError && error.code === 'wrong-sign-in') return null;
            if (error instanceof ExpectedError) throw error;
            throw new Error(`Something went wrong (${logFailure('sign-in failed', error)}).`);
          }
        },
      }),
      ...(settings.GITHUB_ID && settings.GITHUB_SECRET
        ? [githubProvider(settings.GITHUB_ID, settings.GITHUB_SECRET)]
        : []),
      ...(settings.GOOGLE_CLIENT_ID && settings.GOOGLE_CLIENT_SECRET
        ? [Google({ clientId: settings.GOOGLE_CLIENT_ID, clientSecret: settings.GOOGLE_CLIENT_SECRET })]
        : []),
    ],
    events: {
      async signOut({ token }) {
        const session = fromToken(token);
        if (session) await endSession(session);
      },
    },
    callbacks: {
      async signIn({ user, account, profile, credentials }) {
        if (!account) return true;
        if (account.type === 'credentials') return askForFactor(user as Account, credentials?.callbackUrl);
        // Google says so here; of GitHub's addresses only a verified one comes this far.
        const unverified =
          account.provider === 'google' && !(profile && 'email_verified' in profile && profile.email_verified === true);
        if (!user.email || unverified) return '/sign-in?error=EmailMissing';
        const identity = { provider: account.provider, subject: account.providerAccountId };
        const { name: callbackCookie } = authCookies(settings.NEXTAUTH_URL).callbackUrl;
        const callbackUrl = (await cookies()).get(callbackCookie)?.value;
        try {
          const sent = await headers();
          const from = { address: requestAddress(sent).key, network: requestNetwork(sent) };
          const found = await signInWithIdentity({ ...identity, email: user.email, name: user.name ?? '' }, from);
          Object.assign(user, found);
          return await askForFactor(found, callbackUrl);
        } catch (error) {
          if (error instanceof ExpectedError && error.code === 'email-taken') {
            await pendingJoin.set({ ...identity, email: user.email, next: pathOf(callbackUrl) });
            return '/sign-in/join';
          }
          if (error instanceof ExpectedError) return `/sign-in?error=${error.code}`;
          throw error;
        }
      },
      async jwt({ token, user }) {
        if (!user) return token;
        return toToken(await openSession(user as Account));
      },
      session({ session, token }) {
        // The response of /api/auth/session: only the id, since pages fetch the rest themselves.
        return { expires: session.expires, user: { id: token.sub } } as typeof session;
      },
    },
  };
}

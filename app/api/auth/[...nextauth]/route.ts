import NextAuth from 'next-auth';
import { authOptions } from '#lib/auth/options.ts';
import { withSignedInMark } from '#lib/auth/signed-in-mark.ts';

type Context = { params: Promise<{ nextauth: string[] }> };

/** next-auth's own routes, for GitHub and Google and for any client of its contract. */
async function handle(request: Request, context: Context): Promise<Response> {
  const response: Response = await NextAuth(authOptions())(request, context);
  return withSignedInMark(response);
}

export { handle as GET, handle as POST };

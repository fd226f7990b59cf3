import { randomUUID } from 'node:crypto';
import { cookies } from 'next/headers';
import { z } from 'zod';
import { requestAddress } from '#lib/auth/request-address.ts';
import { currentViewer } from '#lib/auth/viewer.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { env } from '#lib/env.ts';
import { isSameOrigin } from '#lib/http/same-origin.ts';
import { announceSale } from '#lib/live/announce.ts';
import { logFailure } from '#lib/logger.ts';
import { startCheckout } from '#lib/orders/start-checkout.ts';

const BUYER_COOKIE = 'buyer';
const YEAR = 365 * 24 * 60 * 60;

/** The price that the buyer saw, from the form's hidden fields. */
const formSchema = z.object({ amount: z.coerce.number().int().positive(), currency: z.string().regex(/^[A-Z]{3}$/) });

/** “Buy this work”: takes the hold and leads to Stripe's payment page, or to a page that says why not. */
export async function POST(request: Request, { params }: { params: Promise<{ slug: string }> }): Promise<Response> {
  const { slug } = await params;
  const problem = (code: string, reference = '') =>
    seeOther(
      `/posts/${encodeURIComponent(slug)}/checkout?${new URLSearchParams({ problem: code, ...(reference && { reference }) })}`,
    );
  if (!isSameOrigin(request)) return new Response('This form belongs to another site.', { status: 403 });
  const form = formSchema.safeParse(Object.fromEntries(await request.formData().catch(() => new FormData())));
  if (!form.success) return problem('price-changed');
  try {
    const buyer = {
      viewer: await currentViewer(),
      token: await buyerToken(),
      address: requestAddress(request.headers),
    };
    const { checkoutUrl, change } = await startCheckout(buyer, slug, form.data);
    await announceSale(change);
    return seeOther(checkoutUrl);
  } catch (error) {
    if (error instanceof ExpectedError) return problem(error.code);
    return problem('failed', logFailure('a checkout could not be started', error, { slug }));
  }
}

const seeOther = (address: string) => new Response(null, { status: 303, headers: { location: address } });

async function buyerToken(): Promise<string> {
  const jar = await cookies();
  const known = z.uuid().safeParse(jar.get(BUYER_COOKIE)?.value);
  if (known.success) return known.data;
  const token = randomUUID();
  const secure = env().NEXTAUTH_URL.startsWith('https://');
  jar.set(BUYER_COOKIE, token, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: YEAR });
  return token;
}

import { cookies } from 'next/headers';
import { z } from 'zod';
import { BODY_LIMITS } from '#lib/domain/body-limits.ts';
import { isCurrency } from '#lib/domain/money/currencies.ts';
import { CURRENCY_COOKIE, CURRENCY_COOKIE_SECONDS } from '#lib/domain/money/currency-cookie.ts';
import { env } from '#lib/env.ts';
import { ownPath } from '#lib/http/own-path.ts';
import { bodyErrorResponse, readText } from '#lib/http/read-text.ts';
import { isSameOrigin } from '#lib/http/same-origin.ts';
import { seeOther } from '#lib/http/see-other.ts';

const MAX_BYTES = BODY_LIMITS['/currency/choose'];

const formSchema = z.object({ currency: z.string().refine(isCurrency), back: z.string().optional() });

/** Stores the visitor's currency for a year and redirects to the previous page. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request)) return new Response('This form belongs to another site.', { status: 403 });
  const body = await readText(request, MAX_BYTES);
  if (typeof body === 'number') return bodyErrorResponse(body);
  const fields = Object.fromEntries(new URLSearchParams(body));
  const back = ownPath(fields.back, '/');
  const form = formSchema.safeParse(fields);
  if (!form.success) return seeOther(`/currency?${new URLSearchParams({ problem: 'unknown', back })}`);
  const secure = env().NEXTAUTH_URL.startsWith('https://');
  const options = { path: '/', sameSite: 'lax', secure, maxAge: CURRENCY_COOKIE_SECONDS } as const;
  (await cookies()).set(CURRENCY_COOKIE, form.data.currency, options);
  return seeOther(back);
}

import { connection } from 'next/server';
import { env } from '#lib/env.ts';
import { mailtoOf, securityTxt } from '#lib/view/security-txt.ts';

/** Where to report a vulnerability of this shop (RFC 9116). */
export async function GET(): Promise<Response> {
  await connection();
  const { SECURITY_CONTACT, MAIL_FROM, NEXTAUTH_URL } = env();
  const contact = SECURITY_CONTACT ?? mailtoOf(MAIL_FROM);
  return new Response(securityTxt({ contact, origin: NEXTAUTH_URL, now: new Date() }), {
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'public, max-age=3600' },
  });
}

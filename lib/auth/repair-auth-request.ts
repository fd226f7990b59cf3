import 'server-only';
import { cookies } from 'next/headers';
import { env } from '#lib/env.ts';
import { authCookies } from './auth-cookies.ts';

const CALLBACK_URL = 'callbackUrl';

/** next-auth puts such a value into a header as it is. */
const IS_ERROR_CODE = /^[\w-]{1,60}$/;
const IS_ASCII = /^[\x21-\x7e]+$/;

/**
 * The URL and the body of a request to next-auth, without what it would respond to with 500: a callback URL that is none,
 * for which it then uses its default, an error code that is none, and JSON that is none. The cookie is deleted.
 */
export async function repairAuthRequest(request: Request, body: string): Promise<{ url: string; body: string }> {
  const jar = await cookies();
  const { name, options } = authCookies(env().NEXTAUTH_URL).callbackUrl;
  const value = jar.get(name)?.value;
  // Browsers refuse to delete a `__Host-` cookie without its attributes.
  if (value !== undefined && !isCallbackUrl(value)) jar.delete({ name, path: options.path, secure: options.secure });
  const url = new URL(request.url);
  if (!url.searchParams.getAll(CALLBACK_URL).every(isCallbackUrl)) url.searchParams.delete(CALLBACK_URL);
  if (!url.searchParams.getAll('error').every((code) => IS_ERROR_CODE.test(code))) url.searchParams.delete('error');
  return { url: url.href, body: repairBody(body, request.headers.get('content-type') ?? '') };
}

function isCallbackUrl(value: unknown): boolean {
  if (typeof value !== 'string' || !IS_ASCII.test(value)) return false;
  const url = value.startsWith('/') ? URL.parse(value, env().NEXTAUTH_URL) : URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol);
}

function repairBody(body: string, type: string): string {
  if (body === '') return body;
  if (type.includes('application/json')) return repairJson(body);
  const fields = new URLSearchParams(body);
  if (fields.getAll(CALLBACK_URL).every(isCallbackUrl)) return body;
  fields.delete(CALLBACK_URL);
  return fields.toString();
}

function repairJson(body: string): string {
  let fields: unknown;
  try {
    fields = JSON.parse(body);
  } catch {
    return '{}';
  }
  if (typeof fields !== 'object' || fields === null) return '{}';
  if (!(CALLBACK_URL in fields) || isCallbackUrl(fields[CALLBACK_URL])) return body;
  return JSON.stringify({ ...fields, [CALLBACK_URL]: undefined });
}

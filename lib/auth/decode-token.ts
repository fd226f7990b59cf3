import { decode, type JWT, type JWTDecodeParams } from 'next-auth/jwt';

/** What next-auth encrypts with. Without this list, any algorithm that fits the key would do. */
const HEADER = JSON.stringify({ alg: 'dir', enc: 'A256GCM' });

/** The content of a cookie that the shop has encrypted; null if another algorithm was used. @throws if it is not ours, or expired. */
export async function decodeToken(params: JWTDecodeParams): Promise<JWT | null> {
  const [header = ''] = params.token?.split('.') ?? [];
  return Buffer.from(header, 'base64url').toString() === HEADER ? decode(params) : null;
}

import { env } from '#lib/env.ts';

/** The URL of a path of this shop. */
export const absoluteUrl = (path: string): string => `${env().NEXTAUTH_URL}${path}`;

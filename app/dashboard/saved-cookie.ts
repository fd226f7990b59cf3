import { cookies } from 'next/headers';
import { SAVED_COOKIE } from '#lib/domain/saved-cookie.ts';

const SECONDS = 10;
const SENTENCES = {
  public: 'Saved. Visitors see it like this now.',
  draft: 'Saved as a draft, which only you see.',
  waiting: 'Saved. The shop looks at first works before they are public; you get a mail when it has.',
} as const;

export type Saved = keyof typeof SENTENCES;

/** Lets the dashboard say once that a work was saved. */
export async function noteSaved(as: Saved): Promise<void> {
  (await cookies()).set(SAVED_COOKIE, as, { path: '/dashboard', maxAge: SECONDS, sameSite: 'lax' });
}

/** The sentence about it; null if nothing was saved a moment ago. */
export async function savedSentence(): Promise<string | null> {
  const value = (await cookies()).get(SAVED_COOKIE)?.value ?? '';
  return Object.hasOwn(SENTENCES, value) ? SENTENCES[value as Saved] : null;
}

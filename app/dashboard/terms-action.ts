'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { acceptTerms } from '#lib/accounts/accept-terms.ts';
import { parseForm, requireActionViewer } from '#lib/auth/form-action.ts';
import { problemParams } from '#lib/auth/problem.ts';

const schema = z.object({ version: z.coerce.number().int().positive().max(999_999_999) });

/** “I agree to the terms”. */
export async function acceptTermsAction(form: FormData): Promise<void> {
  let problem: Record<string, string> | null = null;
  try {
    const { version } = parseForm(schema, form);
    await acceptTerms(await requireActionViewer(), version);
  } catch (error) {
    problem = problemParams(error);
  }
  redirect(problem ? `/dashboard?${new URLSearchParams(problem)}` : '/dashboard');
}

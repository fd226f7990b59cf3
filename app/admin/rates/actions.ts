'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { parseForm } from '#lib/auth/form-action.ts';
import { problemParams } from '#lib/auth/problem.ts';
import { acceptRate, discardRate } from '#lib/currency/decide-rate.ts';
import { requestRateFetch } from '#lib/currency/request-rate-fetch.ts';
import { heldRateKeySchema } from '#lib/schemas/rate-review.ts';
import { requireActionAdmin } from '../require-action-admin.ts';

const COMMANDS = { accept: acceptRate, discard: discardRate } as const;
const formSchema = heldRateKeySchema.extend({ command: z.enum(['accept', 'discard']) });

/** “Use it” and “Discard it” beside a rate that was held back. */
export async function decideRateAction(form: FormData): Promise<void> {
  let result: Record<string, string>;
  try {
    const { command, ...rate } = parseForm(formSchema, form);
    const isDecided = await COMMANDS[command](await requireActionAdmin(), rate);
    result = { said: isDecided ? command : 'unchanged' };
  } catch (error) {
    result = problemParams(error);
  }
  redirect(`/admin/rates?${new URLSearchParams(result)}`);
}

/** “Fetch now”. */
export async function requestFetchAction(): Promise<void> {
  let result: Record<string, string> = { said: 'fetch' };
  try {
    await requestRateFetch(await requireActionAdmin());
  } catch (error) {
    result = problemParams(error);
  }
  redirect(`/admin/rates?${new URLSearchParams(result)}`);
}

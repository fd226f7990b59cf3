'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { acceptRate, discardRate } from '#lib/currency/decide-rate.ts';
import { requestFetch } from '#lib/currency/request-fetch.ts';
import { heldRateKeySchema } from '#lib/schemas/rate-review.ts';
import { problemOf } from '../problem.ts';
import { requireActionAdmin } from '../require-action-admin.ts';

const COMMANDS = { accept: acceptRate, discard: discardRate } as const;
const formSchema = heldRateKeySchema.extend({ command: z.enum(['accept', 'discard']) });

/** “Use it” and “Discard it” beside a rate that was held back. */
export async function decideRateAction(form: FormData): Promise<void> {
  const { command, ...rate } = formSchema.parse(Object.fromEntries(form));
  let said: Record<string, string>;
  try {
    const isDecided = await COMMANDS[command](await requireActionAdmin(), rate);
    said = { said: isDecided ? command : 'unchanged' };
  } catch (error) {
    said = problemOf(error);
  }
  redirect(`/admin/rates?${new URLSearchParams(said)}`);
}

/** “Fetch now”. */
export async function requestFetchAction(): Promise<void> {
  let said: Record<string, string> = { said: 'fetch' };
  try {
    await requestFetch(await requireActionAdmin());
  } catch (error) {
    said = problemOf(error);
  }
  redirect(`/admin/rates?${new URLSearchParams(said)}`);
}

'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { restoreAccount } from '#lib/accounts/restore-account.ts';
import { suspendAccount } from '#lib/accounts/suspend-account.ts';
import { requireActionViewer } from '#lib/auth/form-action.ts';
import { problemOf } from '../problem.ts';

const COMMANDS = { suspend: suspendAccount, restore: restoreAccount } as const;
const formSchema = z.object({
  userId: z.uuid(),
  command: z.enum(['suspend', 'restore']),
  q: z.string(),
  after: z.string(),
});

/** The list's buttons. Leads back to the same part of the list, which says what was refused. */
export async function accountCommandAction(form: FormData): Promise<void> {
  const { userId, command, q, after } = formSchema.parse(Object.fromEntries(form));
  let said = {};
  try {
    await COMMANDS[command](await requireActionViewer(), userId);
  } catch (error) {
    said = problemOf(error);
  }
  redirect(`/admin/accounts?${new URLSearchParams({ q, after, ...said })}`);
}

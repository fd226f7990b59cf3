'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { restoreAccount } from '#lib/accounts/restore-account.ts';
import { suspendAccount } from '#lib/accounts/suspend-account.ts';
import { requireActionViewer } from '#lib/auth/form-action.ts';
import { problemParams } from '../problem.ts';

const COMMANDS = { suspend: suspendAccount, restore: restoreAccount } as const;
const formSchema = z.object({
  userId: z.uuid(),
  command: z.enum(['suspend', 'restore']),
  q: z.string(),
  after: z.string(),
});

/** The buttons of the accounts list. Redirects to the same page of the list, which shows why a command was refused. */
export async function accountCommandAction(form: FormData): Promise<void> {
  const { userId, command, q, after } = formSchema.parse(Object.fromEntries(form));
  let result = {};
  try {
    await COMMANDS[command](await requireActionViewer(), userId);
  } catch (error) {
    result = problemParams(error);
  }
  redirect(`/admin/accounts?${new URLSearchParams({ q, after, ...result })}`);
}

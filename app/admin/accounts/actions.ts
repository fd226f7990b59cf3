'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { restoreAccount } from '#lib/accounts/restore-account.ts';
import { suspendAccount } from '#lib/accounts/suspend-account.ts';
import { formOf, parseForm, requireActionViewer } from '#lib/auth/form-action.ts';
import { problemParams } from '../problem.ts';

const COMMANDS = { suspend: suspendAccount, restore: restoreAccount } as const;
const formSchema = z.object({
  userId: z.uuid(),
  command: z.enum(['suspend', 'restore']),
});
/** Where in the list the button was. */
const placeSchema = z.object({ q: z.string().max(254).catch(''), after: z.string().max(300).catch('') });

/** The buttons of the accounts list. Redirects to the same page of the list, which shows why a command was refused. */
export async function accountCommandAction(form: FormData): Promise<void> {
  const { q, after } = placeSchema.parse(Object.fromEntries(formOf(form)));
  let result = {};
  try {
    const { userId, command } = parseForm(formSchema, form);
    await COMMANDS[command](await requireActionViewer(), userId);
  } catch (error) {
    result = problemParams(error);
  }
  redirect(`/admin/accounts?${new URLSearchParams({ q, after, ...result })}`);
}

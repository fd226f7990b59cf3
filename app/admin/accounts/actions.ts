'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { changeRoleOf } from '#lib/accounts/change-role.ts';
import { restoreAccount } from '#lib/accounts/restore-account.ts';
import { suspendAccount } from '#lib/accounts/suspend-account.ts';
import { formOf, parseForm } from '#lib/auth/form-action.ts';
import { problemParams } from '#lib/auth/problem.ts';
import { requireRecentProof } from '#lib/auth/require-recent-proof.ts';
import { ROLES } from '#lib/domain/viewer.ts';
import { requireActionAdmin } from '../require-action-admin.ts';

const COMMANDS = { suspend: suspendAccount, restore: restoreAccount } as const;
const formSchema = z.object({
  userId: z.uuid(),
  command: z.enum(['suspend', 'restore']),
});
const roleSchema = z.object({ userId: z.uuid(), role: z.enum(ROLES) });
/** Where in the list the button was. */
const placeSchema = z.object({ q: z.string().max(254).catch(''), after: z.string().max(300).catch('') });

function listUrl(form: FormData, result: Record<string, string>): string {
  const place = placeSchema.parse(Object.fromEntries(formOf(form)));
  return `/admin/accounts?${new URLSearchParams({ ...place, ...result })}`;
}

/** The buttons of the accounts list. Redirects to the same page of the list, which shows why a command was refused. */
export async function accountCommandAction(form: FormData): Promise<void> {
  let result = {};
  try {
    const { userId, command } = parseForm(formSchema, form);
    const viewer = await requireActionAdmin();
    await requireRecentProof(listUrl(form, { said: 'proven' }));
    await COMMANDS[command](viewer, userId);
  } catch (error) {
    result = problemParams(error);
  }
  redirect(listUrl(form, result));
}

/** “Change role”. Asks for a proof of who the admin is first, and says then that nothing has happened yet. */
export async function changeRoleAction(form: FormData): Promise<void> {
  let result: Record<string, string>;
  try {
    const { userId, role } = parseForm(roleSchema, form);
    const viewer = await requireActionAdmin();
    await requireRecentProof(listUrl(form, { said: 'proven' }));
    const { username, isChanged } = await changeRoleOf(viewer, userId, role);
    result = { said: isChanged ? role : 'unchanged', name: username };
  } catch (error) {
    result = problemParams(error);
  }
  redirect(listUrl(form, result));
}

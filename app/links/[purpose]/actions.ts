'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { confirmEmailChange, undoEmailChange } from '#lib/accounts/change-email.ts';
import { joinIdentity } from '#lib/accounts/join-identity.ts';
import { proveEmail } from '#lib/accounts/prove-email.ts';
import { formOf, parseForm } from '#lib/auth/form-action.ts';
import { problemParams } from '#lib/auth/problem.ts';
import { LINK_PURPOSES, type LinkPurpose } from './purposes.ts';

const COMMANDS: Record<LinkPurpose, (token: string) => Promise<void>> = {
  'prove-email': proveEmail,
  'change-email': confirmEmailChange,
  'undo-email-change': undoEmailChange,
  'join-identity': joinIdentity,
};
const formSchema = z.object({ purpose: z.enum(LINK_PURPOSES), token: z.string().max(100) });

/** The button of a link from a mail: uses it up. Anybody who has the link may press it, signed in or not. */
export async function useLinkAction(form: FormData): Promise<void> {
  let result: Record<string, string> = { done: '1' };
  const purpose = z.enum(LINK_PURPOSES).catch('prove-email').parse(formOf(form).get('purpose'));
  try {
    const { token } = parseForm(formSchema, form);
    await COMMANDS[purpose](token);
  } catch (error) {
    result = problemParams(error);
  }
  redirect(`/links/${purpose}?${new URLSearchParams(result)}`);
}

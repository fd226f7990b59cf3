'use server';

import { updateTag } from 'next/cache';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { requestEmailChange } from '#lib/accounts/change-email.ts';
import { changePassword } from '#lib/accounts/change-password.ts';
import { changeUsername } from '#lib/accounts/change-username.ts';
import { countPersonalTokens } from '#lib/accounts/delete-personal-tokens.ts';
import { sendPasswordLink } from '#lib/accounts/request-password-reset.ts';
import { sendProof } from '#lib/accounts/send-proof.ts';
import { parseForm, requireActionViewer, viewerFormAction } from '#lib/auth/form-action.ts';
import { problemParams } from '#lib/auth/problem.ts';
import { requireRecentProof } from '#lib/auth/require-recent-proof.ts';
import { startSession } from '#lib/auth/session.ts';
import { SHOWN_IN_CHANGE_EMAIL, SHOWN_IN_CHANGE_USERNAME } from '#lib/domain/account-limits.ts';
import { announceTags } from '#lib/live/announce.ts';
import { changeEmailSchema, changePasswordSchema, changeUsernameSchema } from '#lib/schemas/accounts.ts';

const SETTINGS = '/dashboard/settings';

const emailForm = { schema: changeEmailSchema, shown: SHOWN_IN_CHANGE_EMAIL };

export const changeEmailAction = viewerFormAction(emailForm, async (viewer, { email }) => {
  await requireRecentProof(`${SETTINGS}/account?email=${encodeURIComponent(email)}`);
  await requestEmailChange(viewer, email);
  return {
    values: { email },
    fieldErrors: {},
    done: `We have sent a link to ${email}. Your address changes when you use it.`,
  };
});

const usernameForm = { schema: changeUsernameSchema, shown: SHOWN_IN_CHANGE_USERNAME };

export const changeUsernameAction = viewerFormAction(usernameForm, async (viewer, { username }) => {
  await requireRecentProof(`${SETTINGS}/account?username=${encodeURIComponent(username)}`);
  await changeUsername(viewer, username);
  const tags = ['posts', ...[viewer.username, username].map((name) => `artist:${name.toLowerCase()}`)];
  for (const tag of tags) updateTag(tag);
  await announceTags(tags);
  return { values: { username }, fieldErrors: {}, done: 'Your username has been changed.' };
});

const sendLinkSchema = z.object({ link: z.enum(['proof', 'password']) });

/** “Send the link again”, and “Send me a link” for a first password. */
export async function sendLinkAction(form: FormData): Promise<void> {
  let result: Record<string, string>;
  try {
    const { link } = parseForm(sendLinkSchema, form);
    const viewer = await requireActionViewer();
    await (link === 'proof' ? sendProof(viewer) : sendPasswordLink(viewer));
    result = { sent: link };
  } catch (error) {
    result = problemParams(error);
  }
  redirect(`${SETTINGS}?${new URLSearchParams(result)}`);
}

const passwordForm = { schema: changePasswordSchema, shown: {} };

export const changePasswordAction = viewerFormAction(passwordForm, async (viewer, input) => {
  // Somebody who is signed in has proved their second factor already.
  await startSession(await changePassword(viewer, input), { isFactorProven: true });
  const kept = (await countPersonalTokens(viewer.id)) > 0 ? ' Your personal access tokens still work.' : '';
  return {
    values: {},
    fieldErrors: {},
    done: `Your password has been changed. You have been signed out everywhere else.${kept}`,
  };
});

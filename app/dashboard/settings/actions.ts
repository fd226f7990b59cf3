'use server';

import { updateTag } from 'next/cache';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { requestEmailChange } from '#lib/accounts/change-email.ts';
import { changePassword } from '#lib/accounts/change-password.ts';
import { changeUsername } from '#lib/accounts/change-username.ts';
import { countPersonalTokens } from '#lib/accounts/delete-personal-tokens.ts';
import { requireSettings } from '#lib/accounts/queries.ts';
import { sendPasswordLink } from '#lib/accounts/request-password-reset.ts';
import { sendProof } from '#lib/accounts/send-proof.ts';
import { updateProfile } from '#lib/accounts/update-profile.ts';
import { parseForm, requireActionViewer, viewerFormAction } from '#lib/auth/form-action.ts';
import { problemParams } from '#lib/auth/problem.ts';
import { requireRecentProof } from '#lib/auth/require-recent-proof.ts';
import { startSession } from '#lib/auth/session.ts';
import { SHOWN_IN_CHANGE_EMAIL, SHOWN_IN_CHANGE_USERNAME, SHOWN_IN_PROFILE } from '#lib/domain/account-limits.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { FormState } from '#lib/domain/form-state.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { announceTags } from '#lib/live/announce.ts';
import {
  changeEmailSchema,
  changePasswordSchema,
  changeUsernameSchema,
  type Profile,
  profileFormSchema,
} from '#lib/schemas/accounts.ts';

const profileForm = { schema: profileFormSchema, shown: SHOWN_IN_PROFILE };

export const updateProfileAction = viewerFormAction(profileForm, async (viewer, { version, ...profile }) => {
  let saved: number;
  try {
    saved = await updateProfile(viewer, profile, version);
  } catch (error) {
    if (error instanceof ExpectedError && error.code === 'changed-elsewhere') return staleProfile(viewer, profile);
    throw error;
  }
  // The name is on every card and page of the artist's works.
  updateTag('posts');
  await announceTags(['posts']);
  return { values: { ...profile, version: String(saved) }, fieldErrors: {}, done: 'Saved.' };
});

/** The next save then begins with what is stored now. */
async function staleProfile(viewer: Viewer, typed: Profile): Promise<FormState> {
  const { displayName, bio, profileVersion } = await requireSettings(viewer);
  const values = { ...typed, version: String(profileVersion) };
  return { values, fieldErrors: {}, stored: { displayName, bio } };
}

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

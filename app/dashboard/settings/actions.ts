'use server';

import { updateTag } from 'next/cache';
import { changePassword } from '#lib/accounts/change-password.ts';
import { requireSettings } from '#lib/accounts/queries.ts';
import { updateProfile } from '#lib/accounts/update-profile.ts';
import { viewerFormAction } from '#lib/auth/form-action.ts';
import { startSession } from '#lib/auth/session.ts';
import { SHOWN_IN_PROFILE } from '#lib/domain/account-limits.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { FormState } from '#lib/domain/form-state.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { announceTags } from '#lib/live/announce.ts';
import { changePasswordSchema, type Profile, profileFormSchema } from '#lib/schemas/accounts.ts';

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

const passwordForm = { schema: changePasswordSchema, shown: {} };

export const changePasswordAction = viewerFormAction(passwordForm, async (viewer, input) => {
  // Somebody who is signed in has proved their second factor already.
  await startSession(await changePassword(viewer, input), { isFactorProven: true });
  return {
    values: {},
    fieldErrors: {},
    done: 'Your password has been changed. You have been signed out everywhere else.',
  };
});

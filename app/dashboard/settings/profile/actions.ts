'use server';

import { updateTag } from 'next/cache';
import { requireSettings } from '#lib/accounts/queries.ts';
import { updateProfile } from '#lib/accounts/update-profile.ts';
import { viewerFormAction } from '#lib/auth/form-action.ts';
import { SHOWN_IN_PROFILE } from '#lib/domain/account-limits.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { FormState } from '#lib/domain/form-state.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { announceTags } from '#lib/live/announce.ts';
import { type Profile, profileFormSchema } from '#lib/schemas/accounts.ts';
import { profileValues } from './profile-values.ts';

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
  return { values: { ...profileValues(profile), version: String(saved) }, fieldErrors: {}, done: 'Saved.' };
});

/** The next save then begins with what is stored now. */
async function staleProfile(viewer: Viewer, typed: Profile): Promise<FormState> {
  const stored = await requireSettings(viewer);
  const values = { ...profileValues(typed), version: String(stored.profileVersion) };
  return { values, fieldErrors: {}, stored: profileValues(stored) };
}

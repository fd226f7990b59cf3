'use server';

import { updateTag } from 'next/cache';
import { changePassword } from '#lib/accounts/change-password.ts';
import { updateProfile } from '#lib/accounts/update-profile.ts';
import { viewerFormAction } from '#lib/auth/form-action.ts';
import { startSession } from '#lib/auth/session.ts';
import { announceTags } from '#lib/live/announce.ts';
import { changePasswordSchema, profileSchema } from '#lib/schemas/accounts.ts';

export const updateProfileAction = viewerFormAction(profileSchema, async (viewer, profile) => {
  await updateProfile(viewer, profile);
  // The name is on every card and page of the artist's works.
  updateTag('posts');
  await announceTags(['posts']);
  return { values: profile, fieldErrors: {}, done: 'Saved.' };
});

export const changePasswordAction = viewerFormAction(changePasswordSchema, async (viewer, input) => {
  await startSession(await changePassword(viewer, input));
  return {
    values: {},
    fieldErrors: {},
    done: 'Your password has been changed. You have been signed out everywhere else.',
  };
});

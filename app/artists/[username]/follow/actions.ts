'use server';

import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { formAction, parseForm, requireActionViewer } from '#lib/auth/form-action.ts';
import { problemParams } from '#lib/auth/problem.ts';
import { requestAddress, requestNetwork } from '#lib/auth/request-address.ts';
import { SHOWN_IN_CHANGE_EMAIL } from '#lib/domain/account-limits.ts';
import { followArtist } from '#lib/follows/follow-artist.ts';
import { requestFollow } from '#lib/follows/request-follow.ts';
import { unfollowArtist } from '#lib/follows/unfollow.ts';
import { getArtist } from '#lib/posts/queries.ts';
import { followSchema, requestFollowSchema } from '#lib/schemas/follows.ts';

const requestForm = { schema: requestFollowSchema, shown: SHOWN_IN_CHANGE_EMAIL };

/** For an address: sends the link that confirms it. */
export const requestFollowAction = formAction(requestForm, async ({ email, username }) => {
  const { key, isLocal } = requestAddress(await headers());
  await requestFollow(email, username, {
    address: isLocal ? null : key,
    network: requestNetwork(await headers()),
  });
  return {
    values: { email },
    fieldErrors: {},
    done: `If ${email} does not follow this artist yet, a mail with a link is on its way to it. You follow them as soon as you have used the link.`,
  };
});

/** For somebody who is signed in with a proven address: at once. */
export async function followAction(form: FormData): Promise<void> {
  let path = '/';
  try {
    const { username, intent } = parseForm(followSchema, form);
    path = `/artists/${encodeURIComponent(username)}/follow`;
    const viewer = await requireActionViewer();
    if (intent === 'follow') await followArtist(viewer, username);
    else {
      const artist = await getArtist(username);
      if (artist) await unfollowArtist({ viewer }, artist.id);
    }
  } catch (error) {
    path = `${path}?${new URLSearchParams(problemParams(error))}`;
  }
  redirect(path);
}

'use server';

import { redirect } from 'next/navigation';
import { parseForm, requireActionViewer } from '#lib/auth/form-action.ts';
import { problemParams } from '#lib/auth/problem.ts';
import { confirmFollowPath, followingPath } from '#lib/domain/follow-mail.ts';
import { confirmFollow } from '#lib/follows/confirm-follow.ts';
import { unfollowAll, unfollowArtist } from '#lib/follows/unfollow.ts';
import { confirmFollowSchema, unfollowSchema } from '#lib/schemas/follows.ts';

/** “Follow” on the page that the link in the mail leads to. */
export async function confirmFollowAction(form: FormData): Promise<void> {
  let path = '/following';
  try {
    const { token } = parseForm(confirmFollowSchema, form);
    path = confirmFollowPath(encodeURIComponent(token));
    path = `${followingPath(await confirmFollow(token))}&done=confirmed`;
  } catch (error) {
    path = withParams(path, problemParams(error));
  }
  redirect(path);
}

/** “Stop following”, one artist or all. */
export async function unfollowAction(form: FormData): Promise<void> {
  let path = '/following';
  try {
    const { token, artist } = parseForm(unfollowSchema, form);
    if (token) path = followingPath(encodeURIComponent(token));
    const follower = token ? { token } : { viewer: await requireActionViewer() };
    await (artist === 'all' ? unfollowAll(follower) : unfollowArtist(follower, artist));
    path = withParams(path, { done: artist === 'all' ? 'all' : 'one' });
  } catch (error) {
    path = withParams(path, problemParams(error));
  }
  redirect(path);
}

const withParams = (path: string, params: Record<string, string>) =>
  `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams(params)}`;

'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { parseForm, requireActionViewer } from '#lib/auth/form-action.ts';
import { problemParams } from '#lib/auth/problem.ts';
import { deletePost } from '#lib/posts/delete-post.ts';
import { publishPost } from '#lib/posts/publish-post.ts';
import { unpublishPost } from '#lib/posts/unpublish-post.ts';
import { refreshPost } from '#server/page-cache/refresh-post.ts';

const COMMANDS = { publish: publishPost, unpublish: unpublishPost, delete: deletePost } as const;
const commandSchema = z.object({
  postId: z.uuid(),
  slug: z.string().max(200),
  command: z.enum(['publish', 'unpublish', 'delete']),
});

/** The dashboard's buttons: publish, unpublish, delete. The dashboard shows why a command was refused. */
export async function postCommandAction(form: FormData): Promise<void> {
  let problem: Record<string, string> | null = null;
  try {
    const input = parseForm(commandSchema, form);
    const viewer = await requireActionViewer();
    const { command, postId, slug } = input;
    await COMMANDS[command](viewer, postId);
    await refreshPost({ id: postId, slug }, viewer.username);
  } catch (error) {
    problem = problemParams(error);
  }
  redirect(problem ? `/dashboard?${new URLSearchParams(problem)}` : '/dashboard');
}

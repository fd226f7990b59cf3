'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { parseForm, requireActionViewer } from '#lib/auth/form-action.ts';
import { problemParams } from '#lib/auth/problem.ts';
import { deletePost } from '#lib/posts/delete-post.ts';
import { duplicatePost } from '#lib/posts/duplicate-post.ts';
import { publishPost } from '#lib/posts/publish-post.ts';
import { unpublishPost } from '#lib/posts/unpublish-post.ts';
import { formKeySchema } from '#lib/schemas/form-key.ts';
import { refreshPost } from '#server/page-cache/refresh-post.ts';

/** “Duplicate”: leads to the form of the new draft. */
export async function duplicatePostAction(form: FormData): Promise<void> {
  let path: string;
  try {
    const { postId, key } = parseForm(duplicateSchema, form);
    const { slug } = await duplicatePost(await requireActionViewer(), postId, key);
    path = `/posts/${slug}/edit`;
  } catch (error) {
    path = `/dashboard?${new URLSearchParams(problemParams(error))}`;
  }
  redirect(path);
}

const duplicateSchema = z.object({ postId: z.uuid(), key: formKeySchema });

const COMMANDS = {
  publish: publishPost,
  unpublish: unpublishPost,
  withdraw: unpublishPost,
  delete: deletePost,
} as const;
const commandSchema = z.object({
  postId: z.uuid(),
  slug: z.string().max(200),
  command: z.enum(['publish', 'unpublish', 'withdraw', 'delete']),
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

'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { parseForm, requireActionViewer } from '#lib/auth/form-action.ts';
import { problemParams } from '#lib/auth/problem.ts';
import { confirmImport, retryImport } from '#lib/imports/confirm-import.ts';
import { discardImport } from '#lib/imports/discard-import.ts';

const schema = z.object({ id: z.uuid(), command: z.enum(['confirm', 'retry', 'discard']) });

/** The buttons on the page of an import. */
export async function importAction(form: FormData): Promise<void> {
  let path = '/dashboard/works/import';
  try {
    const { id, command } = parseForm(schema, form);
    const viewer = await requireActionViewer();
    if (command !== 'discard') path = `/dashboard/imports/${id}`;
    if (command === 'confirm') await confirmImport(viewer, id);
    else if (command === 'retry') await retryImport(viewer, id);
    else await discardImport(viewer, id);
    // Often the same URL again: without this the browser would show the page that it has.
    revalidatePath(path);
  } catch (error) {
    path += `?${new URLSearchParams(problemParams(error))}`;
  }
  redirect(path);
}

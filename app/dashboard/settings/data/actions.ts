'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { requireActionViewer } from '#lib/auth/form-action.ts';
import { problemParams } from '#lib/auth/problem.ts';
import { requireRecentProof } from '#lib/auth/require-recent-proof.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { requestExport } from '#lib/leaving/export/request-export.ts';
import { requestClosing } from '#lib/leaving/request-closing.ts';
import { undoClosing } from '#lib/leaving/undo-closing.ts';
import { refreshPosts } from '#server/page-cache/refresh-posts.ts';

const PAGE = '/dashboard/settings/data';
const CLOSE_PAGE = `${PAGE}/close`;

/** “Export my data”. */
export async function requestExportAction(): Promise<void> {
  let result: Record<string, string> = {};
  try {
    await requestExport(await requireActionViewer());
    // The same URL again: without this the browser would show the page that it has.
    revalidatePath(PAGE);
  } catch (error) {
    result = problemParams(error);
  }
  redirect(`${PAGE}?${new URLSearchParams(result)}`);
}

/** “Close my account”. */
export async function requestClosingAction(): Promise<void> {
  let path = '/dashboard';
  try {
    const viewer = await requireActionViewer();
    await requireRecentProof(CLOSE_PAGE);
    const { closesAt, withdrawn } = await requestClosing(viewer);
    if (!closesAt) throw new ExpectedError('closing-refused');
    await refreshPosts(withdrawn, viewer.username);
  } catch (error) {
    path = `${CLOSE_PAGE}?${new URLSearchParams(problemParams(error))}`;
  }
  redirect(path);
}

/** “Keep my account”. */
export async function undoClosingAction(): Promise<void> {
  let result: Record<string, string> = { kept: 'true' };
  try {
    const viewer = await requireActionViewer();
    await refreshPosts(await undoClosing(viewer), viewer.username);
  } catch (error) {
    result = problemParams(error);
  }
  redirect(`${PAGE}?${new URLSearchParams(result)}`);
}

import { ThreadPages } from '#components/questions/thread-pages.tsx';
import { requireViewer } from '#lib/auth/viewer.ts';
import type { ThreadView } from '#lib/domain/questions/thread-dto.ts';
import { listThreads } from '#lib/questions/list-threads.ts';
import { readKeysetCursor } from '#lib/schemas/keyset-cursor.ts';

export type ThreadsProps = { searchParams: Promise<Record<string, unknown>> };

/** One of the viewer's lists of threads. */
export async function ThreadsPage({ view, path, searchParams }: ThreadsProps & { view: ThreadView; path: string }) {
  const viewer = await requireViewer(path);
  const cursor = readKeysetCursor(await searchParams);
  const page = await listThreads(viewer, view, cursor);
  return <ThreadPages view={view} page={page} isNewest={!cursor} />;
}

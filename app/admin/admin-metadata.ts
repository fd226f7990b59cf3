import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { currentViewer } from '#lib/auth/viewer.ts';
import type { Viewer } from '#lib/domain/viewer.ts';

const isAdmin = ({ role }: Viewer): boolean => role === 'ADMIN';

/**
 * The metadata of an admin page, which does not exist for anyone else; the page itself sends visitors to sign in.
 * @param mayOpen admins only, unless it says otherwise.
 */
export function adminMetadata(title: string, mayOpen: (viewer: Viewer) => boolean = isAdmin): () => Promise<Metadata> {
  return async () => {
    const viewer = await currentViewer();
    if (viewer && !mayOpen(viewer)) notFound();
    return { title, robots: { index: false } };
  };
}

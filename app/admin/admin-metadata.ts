import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { currentViewer } from '#lib/auth/viewer.ts';

/** The metadata of an admin page, which does not exist for anyone else; the page itself sends visitors to sign in. */
export function adminMetadata(title: string): () => Promise<Metadata> {
  return async () => {
    const viewer = await currentViewer();
    if (viewer && viewer.role !== 'ADMIN') notFound();
    return { title, robots: { index: false } };
  };
}

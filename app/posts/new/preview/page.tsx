import type { Metadata } from 'next';
import { PostPreview } from '#components/posts/post-preview.tsx';
import { requireViewer } from '#lib/auth/viewer.ts';
import { findPreview } from '../../find-preview.ts';

export const metadata: Metadata = { title: 'Preview' };

export default async function NewPostPreview({
  searchParams,
}: {
  searchParams: Promise<{ form?: string | string[] }>;
}) {
  const viewer = await requireViewer('/posts/new');
  const { form } = await searchParams;
  const post = await findPreview(viewer, { postId: null, slug: 'new' }, form);
  return <PostPreview post={post} formUrl={`/posts/new?form=${form}`} />;
}

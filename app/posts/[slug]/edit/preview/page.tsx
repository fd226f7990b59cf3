import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { PostPreview } from '#components/posts/post-preview.tsx';
import { requireViewer } from '#lib/auth/viewer.ts';
import { getOwnPost } from '#lib/posts/queries.ts';
import { findPreview } from '../../../find-preview.ts';

export const metadata: Metadata = { title: 'Preview' };

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<{ form?: string | string[] }> };

export default async function EditPostPreview({ params, searchParams }: Props) {
  const path = `/posts/${(await params).slug}/edit`;
  const viewer = await requireViewer(path);
  const own = await getOwnPost(viewer, (await params).slug);
  if (!own) notFound();
  const { form } = await searchParams;
  const post = await findPreview(viewer, { postId: own.id, slug: own.slug }, form);
  return <PostPreview post={post} formUrl={`${path}?form=${form}`} />;
}

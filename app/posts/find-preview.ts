import { notFound } from 'next/navigation';
import type { PostDto } from '#lib/domain/posts/post-dto.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { getArtistOfViewer } from '#lib/posts/queries.ts';
import { postSchema } from '#lib/schemas/posts.ts';
import { findUnfinishedForm } from './find-unfinished-form.ts';

type Place = { postId: string | null; slug: string };

/** The work that a kept form would make; not found without one, or if it is not in order. */
export async function findPreview(
  viewer: Viewer,
  { postId, slug }: Place,
  form: string | string[] | undefined,
): Promise<PostDto> {
  const state = await findUnfinishedForm(viewer, { postId }, form);
  const pictures = state?.pictures.map(({ id, alt }) => ({ id, alt }));
  const input = postSchema.safeParse({ ...state?.values, pictures });
  if (!state || !input.success) notFound();
  const { pictures: _listed, ...fields } = input.data;
  return {
    ...fields,
    id: '',
    slug,
    artist: await getArtistOfViewer(viewer),
    status: 'LISTED',
    ...{ heldUntil: null, listedAt: new Date().toISOString(), soldAt: null },
    ...{ picture: state.pictures[0] ?? null, pictures: state.pictures },
  };
}

import type { PictureDto } from '#lib/domain/posts/post-dto.ts';

/** Turns a picture by a quarter. @returns the picture that takes its place, or why it was not turned */
export async function turnPicture(id: string): Promise<{ picture: PictureDto } | { error: string }> {
  try {
    const response = await fetch(`/api/pictures/${id}/turn`, { method: 'POST' });
    const body = await response.json();
    return response.status === 201 ? { picture: body } : { error: body.error };
  } catch {
    return { error: 'The picture could not be turned. Please try again.' };
  }
}

import { z } from 'zod';
import { ExpectedError } from '#lib/domain/errors.ts';
import { turnPicture } from '#lib/posts/turn-picture.ts';
import { pictureResponse } from '../../picture-response.ts';

/** Turns one of the viewer's pictures; the response is the picture that takes its place. */
export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  return pictureResponse(request, (viewer) => {
    if (!z.uuid().safeParse(id).success) throw new ExpectedError('not-found');
    return turnPicture(viewer, id);
  });
}

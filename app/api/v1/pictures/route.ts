import { apiRoute } from '#lib/api/answer.ts';
import { pictureResource } from '#lib/api/resources.ts';
import { countUpload } from '#lib/auth/count-upload.ts';
import { addPicture } from '#lib/posts/add-picture.ts';
import * as operations from '#lib/schemas/api/posts.ts';

export const POST = apiRoute(operations.addPicture, async ({ request, caller: { viewer }, stream }) => {
  await countUpload(viewer, request.headers);
  return { status: 201, body: pictureResource(await addPicture(viewer, stream)) };
});

import { countUpload } from '#lib/auth/count-upload.ts';
import { databaseErrorOf } from '#lib/database-errors.ts';
import { POST_FORM_TEXT_LIMIT } from '#lib/domain/body-limits.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { MAX_PICTURE_BYTES, MAX_PICTURES_PER_POST } from '#lib/domain/pictures/picture.ts';
import type { PictureDto } from '#lib/domain/posts/post-dto.ts';
import { typedText } from '#lib/domain/typed-values.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { type MultipartError, type MultipartFile, readMultipart } from '#lib/http/read-multipart.ts';
import { logFailure } from '#lib/logger.ts';
import { PictureError } from '#lib/media/picture-error.ts';
import { addPicture } from '#lib/posts/add-picture.ts';

export type SubmittedPost = {
  /** The text fields. */
  form: FormData;
  /** The files of the form as pictures, in order. */
  added: PictureDto[];
  /** Why one of the files is not among them; the later ones were not tried. */
  problem: string | undefined;
};

/** Of a file in a message; a quarter of what is shown at most. */
const MAX_NAME = 30;

const LIMITS = {
  // Nine fields, two for each picture, and a few hidden ones.
  fields: 40,
  textBytes: POST_FORM_TEXT_LIMIT,
  files: 2 * MAX_PICTURES_PER_POST,
  fileBytes: MAX_PICTURE_BYTES,
};

/** Reads the post form, and stores its files as they arrive. */
export async function readPostForm(viewer: Viewer, request: Request): Promise<SubmittedPost | MultipartError> {
  const added: PictureDto[] = [];
  let problem: string | undefined;
  const onFile = async ({ name: fileName, body }: MultipartFile) => {
    // A field in which nothing was chosen is sent as a file without a name.
    if (fileName === '' || problem) return;
    const name = typedText(fileName, MAX_NAME);
    if (added.length >= MAX_PICTURES_PER_POST) {
      problem = new ExpectedError('too-many-pictures').message;
      return;
    }
    try {
      await countUpload(viewer, request.headers);
      added.push(await addPicture(viewer, body));
    } catch (error) {
      if (error instanceof PictureError) problem = `${name}: ${error.message}`;
      else if (error instanceof ExpectedError) problem = error.message;
      else if (databaseErrorOf()) throw error;
      else
        problem = `${name} could not be stored. Please try again. (Reference ${logFailure('an upload failed', error)})`;
    }
  };
  const form = await readMultipart(request, LIMITS, onFile);
  return typeof form === 'number' ? form : { form, added, problem };
}

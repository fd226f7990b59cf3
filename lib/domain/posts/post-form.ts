import type { FormState } from '../form-state.ts';
import type { PictureDto } from './post-dto.ts';

/** The state of the post form: its values as text, and its pictures, which are kept even if other fields have errors. */
export type PostFormState = FormState & {
  pictures: PictureDto[];
  /** With `stored`: the pictures that are stored. */
  storedPictures?: PictureDto[];
  /** null for a new work. */
  postId: string | null;
  /** The version of the work that the form began with; null for a new one. */
  version: number | null;
  /** Random; the same form sent twice creates one work. */
  key: string | null;
};

/** The path of the form's plain HTML action. */
export const POST_FORM_ACTION = '/dashboard/works/save';

import { ACCEPTED_PICTURES } from '#lib/domain/pictures/picture.ts';

const reasons = {
  'not-a-picture': 'This file is not a picture that can be shown here',
  'too-large': 'This file is too large',
  'too-many-pixels': 'This picture has too many pixels',
  unreadable: 'This picture is damaged or did not arrive whole',
  'too-slow': 'This picture took too long',
  'too-busy': 'Too many pictures are arriving just now, so please try again in a minute',
} as const;

export type PictureErrorCode = keyof typeof reasons;

/** A picture that was refused. `message` is one sentence for the person, and says what is accepted. */
export class PictureError extends Error {
  override name = 'PictureError';
  readonly code: PictureErrorCode;

  constructor(code: PictureErrorCode, options?: ErrorOptions) {
    // There is nothing wrong with a picture that came while there were too many.
    super(code === 'too-busy' ? `${reasons[code]}.` : `${reasons[code]}; accepted are ${ACCEPTED_PICTURES}.`, options);
    this.code = code;
  }
}

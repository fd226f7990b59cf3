import { ACCEPTED_PICTURES } from '#lib/domain/pictures/picture.ts';

const reasons = {
  'not-a-picture': 'This file is not a supported picture',
  'too-large': 'This file is too large',
  'too-many-pixels': 'This picture has too many pixels',
  unreadable: 'This picture is damaged or was not uploaded completely',
  'too-slow': 'This picture took too long',
  'too-busy': 'Too many pictures are being uploaded right now, so please try again in a minute',
} as const;

export type PictureErrorCode = keyof typeof reasons;

/** A refused picture. `message` is a sentence for the person who uploaded it, and says what is accepted. */
export class PictureError extends Error {
  override name = 'PictureError';
  readonly code: PictureErrorCode;

  constructor(code: PictureErrorCode, options?: ErrorOptions) {
    // If the server is too busy, nothing is wrong with the picture itself.
    super(code === 'too-busy' ? `${reasons[code]}.` : `${reasons[code]}; please use ${ACCEPTED_PICTURES}.`, options);
    this.code = code;
  }
}

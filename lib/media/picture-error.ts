import { ACCEPTED_PICTURES } from '#lib/domain/pictures/picture.ts';
import { MIN_PORTRAIT_SIDE } from '#lib/domain/pictures/portrait.ts';

const reasons = {
  'not-a-picture': 'This file is not a supported picture',
  'too-large': 'This file is too large',
  'too-many-pixels': 'This picture has too many pixels',
  'too-small': `This picture is too small for a portrait, which needs ${MIN_PORTRAIT_SIDE} pixels on each side`,
  unreadable: 'This picture is damaged or was not uploaded completely',
  'too-slow': 'This picture took too long',
  'too-busy': 'Too many pictures are being uploaded right now, so please try again in a minute',
  'no-room': 'The shop has no room for more pictures right now, so please try again later',
} as const;

export type PictureErrorCode = keyof typeof reasons;

export const isPictureErrorCode = (text: string): text is PictureErrorCode => Object.hasOwn(reasons, text);

/** Nothing is wrong with the picture itself. */
const PASSING: readonly PictureErrorCode[] = ['too-busy', 'too-slow', 'no-room'];

const HEIC =
  'This is a HEIC picture, which most browsers cannot show. Please save it as JPEG: share it from the phone by mail, or ' +
  'take pictures with Settings, Camera, Formats, “Most Compatible”. Accepted are';

/** A refused picture. `message` says to the person who uploaded it why, and what is accepted. */
export class PictureError extends Error {
  override name = 'PictureError';
  readonly code: PictureErrorCode;
  /** Whether the same file may be accepted later. */
  readonly canRetry: boolean;
  /** The name of a known format that is not accepted; null otherwise. */
  readonly format: string | null;

  constructor(code: PictureErrorCode, { format, ...options }: ErrorOptions & { format?: string | null } = {}) {
    super(pictureMessage(code, format), options);
    this.code = code;
    this.format = format ?? null;
    this.canRetry = PASSING.includes(code);
  }
}

/** Why a picture was refused, and what is accepted, in a sentence. */
export function pictureMessage(code: PictureErrorCode, format: string | null | undefined): string {
  if (code === 'too-busy' || code === 'no-room' || code === 'too-small') return `${reasons[code]}.`;
  if (format === 'HEIC') return `${HEIC} ${ACCEPTED_PICTURES}.`;
  const reason = format ? `This is a ${format} file, which cannot be shown here` : reasons[code];
  return `${reason}; please use ${ACCEPTED_PICTURES}.`;
}

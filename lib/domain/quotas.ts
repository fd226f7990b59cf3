/** What an account may keep. */
export type Quota = {
  /** Posts that are drafts. */
  drafts: number;
  /** Pictures of all posts, and those that are not yet in one. */
  pictures: number;
  /** Their originals together, bytes. */
  pictureBytes: number;
};

const GIB = 1024 ** 3;

/** Enough to begin with; anybody can open an account. */
export const FIRST_QUOTA: Quota = { drafts: 50, pictures: 300, pictureBytes: 1 * GIB };
/** For accounts that are known to belong to an artist. */
export const ARTIST_QUOTA: Quota = { drafts: 1_000, pictures: 20_000, pictureBytes: 100 * GIB };

/** How long the pictures of one account may occupy the decoder within an hour, seconds. */
export const DECODING_SECONDS_PER_HOUR = 1_200;

export function quotaOf({ hasSold }: { hasSold: boolean }): Quota {
  return hasSold ? ARTIST_QUOTA : FIRST_QUOTA;
}

import { z } from 'zod';
import { changeEmailSchema } from './accounts.ts';

/** Of an artist, as a URL or a form has it; at least as wide as what any account may have. */
export const artistNameSchema = z.string().regex(/^[\w.~-]{1,100}$/);
const username = artistNameSchema;

/** The form by which an address asks to follow an artist. */
export const requestFollowSchema = z.object({ email: changeEmailSchema.shape.email, username });

/** The button of somebody who is signed in. */
export const followSchema = z.object({ username, intent: z.enum(['follow', 'unfollow']) });

const token = z.string().max(100);

export const confirmFollowSchema = z.object({ token });

/** The buttons of the page with whom somebody follows; without a token it is the viewer's. */
export const unfollowSchema = z.object({ token: token.optional(), artist: z.union([z.uuid(), z.literal('all')]) });

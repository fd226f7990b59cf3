import { z } from 'zod';
import { db } from '#lib/db.ts';
import { confirmFollowPath, type FollowMailKind, followingPath, unsubscribePath } from '#lib/domain/follow-mail.ts';
import { isolate } from '#lib/domain/isolate.ts';
import { durationText, KEPT_SECONDS } from '#lib/domain/retention.ts';
import { env } from '#lib/env.ts';
import { knownShop } from '#lib/settings/known-shop.ts';
import { newToken, tokenHash } from '#lib/tokens/token-hash.ts';
import type { MailContent, MailWork } from './mail-content.ts';
import { mailPerson, mailPicture, PICTURE_COLUMNS } from './mail-pictures.ts';

type Prepared = {
  content: MailContent;
  /** The URL of a one-click request to get no more of these mails; null if there are no more. */
  unsubscribeUrl: string | null;
};
type Row = { kind: FollowMailKind; followerId: string; data: unknown };

/** A mail to a follower; null if there is nothing to say any more. */
export function prepareFollowMail({ kind, followerId, data }: Row): Promise<Prepared | null> {
  return kind === 'confirm-follow' ? confirmMail(followerId, data) : newWorksMail(followerId, data);
}

const confirmSchema = z.object({ artistId: z.uuid() });

/** The token of its link is created now, so that it is in no queue; the link of an earlier mail ends. */
async function confirmMail(followerId: string, data: unknown): Promise<Prepared | null> {
  const follow = { followerId, artistId: confirmSchema.parse(data).artistId, confirmedAt: null };
  const token = newToken();
  const { count } = await db().follow.updateMany({
    where: follow,
    data: {
      tokenHash: tokenHash(token),
      tokenExpiresAt: new Date(Date.now() + KEPT_SECONDS.unconfirmedFollow * 1_000),
    },
  });
  const artist = await db().user.findFirst({
    where: { id: follow.artistId, suspendedAt: null, closingAt: null },
    select: { username: true, displayName: true, place: true, portraitKey: true },
  });
  if (count === 0 || !artist) return null;
  const base = env().NEXTAUTH_URL;
  const name = isolate(artist.displayName);
  const content: MailContent = {
    subject: `Do you want to follow ${name}?`,
    person: mailPerson(artist, base),
    paragraphs: [
      {
        text: `Somebody, probably you, has asked ${knownShop().name} to send a mail to this address when ${name} publishes new works, at most once a day.`,
        link: { label: `Yes, follow ${name}`, url: `${base}${confirmFollowPath(token)}` },
      },
      {
        text: `The link works once, within ${durationText(KEPT_SECONDS.unconfirmedFollow)}. If it was not you, you can ignore this mail: nothing more will be sent.`,
      },
    ],
  };
  return { content, unsubscribeUrl: null };
}

const newWorksSchema = z.object({ posts: z.array(z.uuid()), more: z.int().min(0) });

async function newWorksMail(followerId: string, data: unknown): Promise<Prepared | null> {
  const { posts: ids, more } = newWorksSchema.parse(data);
  const follower = await db().follower.findFirst({ where: { id: followerId }, select: { token: true } });
  // What was sold, hidden or unpublished meanwhile is no news any more.
  const posts = await db().post.findMany({
    where: {
      id: { in: ids },
      ...{ status: 'LISTED', hiddenAt: null },
      artist: { suspendedAt: null, closingAt: null, followedBy: { some: { followerId, confirmedAt: { not: null } } } },
    },
    orderBy: [{ listedAt: 'desc' }, { id: 'desc' }],
    select: { slug: true, title: true, artist: { select: { displayName: true } }, images: PICTURE_COLUMNS },
  });
  if (!follower || posts.length === 0) return null;
  const base = env().NEXTAUTH_URL;
  const works = posts.map(
    ({ slug, title, artist, images: [first] }): MailWork => ({
      ...{ title, artist: artist.displayName, url: `${base}/posts/${slug}` },
      picture: first && mailPicture(first, base),
    }),
  );
  const content: MailContent = {
    subject: subjectOf(works),
    works,
    paragraphs: [
      ...(more > 0
        ? [{ text: `There ${more === 1 ? 'is one more' : `are ${more} more`}, on the artists’ pages.` }]
        : []),
      {
        text: `You get this mail, at most once a day, because you follow ${isSame(works) ? 'this artist' : 'these artists'} at ${knownShop().name}.`,
        link: { label: 'Whom you follow, and stop', url: `${base}${followingPath(follower.token)}` },
      },
    ],
  };
  return { content, unsubscribeUrl: `${base}${unsubscribePath(follower.token)}` };
}

const isSame = (works: readonly MailWork[]) => new Set(works.map(({ artist }) => artist)).size === 1;

function subjectOf(works: readonly MailWork[]): string {
  const [first] = works;
  if (!first) throw new Error('a mail about no works');
  const artist = isolate(first.artist);
  if (works.length === 1) return `New by ${artist}: “${isolate(first.title)}”`;
  return isSame(works) ? `${works.length} new works by ${artist}` : `${works.length} new works by artists you follow`;
}

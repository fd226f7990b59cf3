import { db } from '#lib/db.ts';
import { isolate } from '#lib/domain/isolate.ts';
import { confirmQuestionPath } from '#lib/domain/questions/question-mail.ts';
import { durationText, KEPT_SECONDS } from '#lib/domain/retention.ts';
import { env } from '#lib/env.ts';
import { knownShop } from '#lib/settings/known-shop.ts';
import { newToken, tokenHash } from '#lib/tokens/token-hash.ts';
import { type MailContent, mailContent } from './mail-content.ts';
import { mailPerson, mailPicture, PICTURE_COLUMNS } from './mail-pictures.ts';

/**
 * The mail by which a guest who has asked proves the address; null if there is nothing to prove any more. It has nothing in it
 * that they typed. The token of its link is created now, so that it is in no queue; the link of an earlier attempt ends.
 */
export async function prepareQuestionMail(questionId: string): Promise<MailContent | null> {
  const question = await db().waitingQuestion.findFirst({
    where: { id: questionId },
    select: {
      post: {
        select: {
          title: true,
          artist: { select: { username: true, displayName: true, place: true, portraitKey: true } },
          images: PICTURE_COLUMNS,
        },
      },
    },
  });
  if (!question) return null;
  const token = newToken();
  await db().waitingQuestion.updateMany({ where: { id: questionId }, data: { tokenHash: tokenHash(token) } });
  const { title, artist, images } = question.post;
  const base = env().NEXTAUTH_URL;
  const work = `“${isolate(title)}”`;
  return {
    ...mailContent(`Send your question about ${work}?`, [
      {
        text: `Somebody, probably you, has asked a question about ${work} at ${knownShop().name}. ${isolate(artist.displayName)} gets it as soon as you say that it is yours:`,
        link: { label: 'See the question and send it', url: `${base}${confirmQuestionPath(token)}` },
      },
      `The link works once, within ${durationText(KEPT_SECONDS.waitingQuestion)}. Your address stays with the shop: the artist does not see it. If it was not you, you can ignore this mail.`,
    ]),
    picture: images[0] && mailPicture(images[0], base),
    person: mailPerson(artist, base),
  };
}

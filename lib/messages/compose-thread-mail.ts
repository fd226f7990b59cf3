import { isolate } from '#lib/domain/isolate.ts';
import { inertLinks } from '#lib/domain/questions/inert-links.ts';
import { REMIND_AFTER_DAYS } from '#lib/domain/questions/question-limits.ts';
import type { ThreadMailKind } from '#lib/domain/questions/question-mail.ts';
import { type MailContent, mailContent } from './mail-content.ts';

export type ThreadDetails = {
  shop: string;
  /** The work's title. */
  work: string;
  /** The name of the other side. */
  writer: string;
  /** To whom the mail goes. */
  toSide: 'asker' | 'artist';
  text: string;
  attachmentsDropped: number;
  /** Why a reply was not passed on, in a sentence. */
  refusal: string;
  /** Of the thread. */
  url: string;
  /** Whether a reply to this mail is passed on. */
  canReply: boolean;
  /** Whether the link alone opens the thread. */
  isGuest: boolean;
};

/** A mail about a thread. What a stranger wrote is in it without links. */
export function composeThreadMail(kind: ThreadMailKind, details: ThreadDetails): MailContent {
  const { shop, url, text, attachmentsDropped: dropped, toSide } = details;
  const work = `“${isolate(details.work)}”`;
  const writer = inertLinks(isolate(details.writer));
  switch (kind) {
    case 'thread-message':
      return mailContent(toSide === 'artist' ? `Question about ${work}` : `Answer about ${work}`, [
        `${writer} ${toSide === 'artist' ? 'asks you' : 'has answered you'} about ${work} at ${shop}:`,
        { text: inertLinks(text), isQuoted: true },
        ...(dropped > 0 ? [`${dropped === 1 ? 'An attachment was' : `${dropped} attachments were`} left out.`] : []),
        { text: howToAnswer(details, writer), link: { label: 'Read and answer', url } },
        `${details.isGuest ? 'Anyone who has this link can read and write there as you, so pass it on to nobody. ' : ''}If you want no more messages from them, block them there. Links and addresses in their text are only text: be careful with them.`,
      ]);
    case 'thread-reminder':
      return mailContent(`A question about ${work} waits for you`, [
        {
          text: `${writer} asked you about ${work} more than ${REMIND_AFTER_DAYS} days ago, and there is no answer yet. Somebody who asks is often somebody who thinks about buying.`,
          link: { label: 'Read and answer', url },
        },
        'We remind you of this only once.',
      ]);
    case 'reply-refused':
      return mailContent(`Your reply about ${work} was not passed on`, [
        {
          text: `Your reply to the mail about ${work} was not passed on. ${details.refusal}`,
          link: { label: 'See the messages', url },
        },
      ]);
  }
}

/** @param name of the other side, without links */
function howToAnswer({ canReply, shop }: ThreadDetails, name: string): string {
  return canReply
    ? `Reply to this mail, or answer at ${shop}. ${name} does not see your address; attachments are left out.`
    : `Please answer by this link: a reply to this mail does not reach ${name}.`;
}

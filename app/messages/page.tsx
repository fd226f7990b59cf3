import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import { NarrowPage } from '#components/accounts/narrow-page.tsx';
import { ThreadDetail } from '#components/questions/thread-detail.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { ExpectedError } from '#lib/domain/errors.ts';
import { guestThreadPath } from '#lib/domain/questions/question-mail.ts';
import { getThread } from '#lib/questions/get-thread.ts';
import { readKeysetCursor } from '#lib/schemas/keyset-cursor.ts';
import { confirmQuestionSchema } from '#lib/schemas/questions.ts';
import { blockAction, eraseAction, reportAction, sendAction } from './actions.ts';
import { readThreadQuery } from './thread-query.ts';

export const metadata: Metadata = {
  title: 'Your question',
  robots: { index: false },
  // The URL is the proof, and stays here.
  referrer: 'same-origin',
};

type Props = { searchParams: Promise<Record<string, unknown>> };

/** Where somebody without an account reads and answers, with the link in their mails. */
export default async function GuestThreadPage({ searchParams }: Props) {
  const query = await searchParams;
  const { done, problem } = readThreadQuery(query);
  const { data } = confirmQuestionSchema.safeParse(query);
  const thread = data && (await getThread({ token: data.token }, readKeysetCursor(query)));
  if (!thread)
    return (
      <NarrowPage title="Your question">
        {done ? <Notice tone="done">{done}</Notice> : <Notice>{new ExpectedError('not-found').message}</Notice>}
      </NarrowPage>
    );
  return (
    <div className="mx-auto max-w-2xl py-8 sm:py-14">
      <ThreadDetail
        thread={thread}
        formKey={randomUUID()}
        proof={{ name: 'token', value: data.token }}
        path={guestThreadPath(data.token)}
        done={done}
        problem={problem}
        actions={{ send: sendAction, report: reportAction, block: blockAction, erase: eraseAction }}
      />
    </div>
  );
}

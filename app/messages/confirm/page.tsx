import type { Metadata } from 'next';
import { NarrowPage } from '#components/accounts/narrow-page.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { ExpectedError } from '#lib/domain/errors.ts';
import { findUnconfirmedQuestion } from '#lib/questions/confirm-question.ts';
import { confirmQuestionSchema } from '#lib/schemas/questions.ts';
import { confirmQuestionAction } from '../actions.ts';
import { readThreadQuery } from '../thread-query.ts';

export const metadata: Metadata = {
  title: 'Send your question',
  robots: { index: false },
  // The URL is the proof, and stays here.
  referrer: 'same-origin',
};

type Props = { searchParams: Promise<Record<string, unknown>> };

/** Where the link in the mail leads. It only asks: mail scanners open links too. */
export default async function ConfirmQuestionPage({ searchParams }: Props) {
  const query = await searchParams;
  const { problem } = readThreadQuery(query);
  const token = confirmQuestionSchema.safeParse(query).data?.token ?? '';
  const question = await findUnconfirmedQuestion(token);
  return (
    <NarrowPage title="Send your question">
      {question ? (
        <form action={confirmQuestionAction} className="space-y-6 leading-relaxed">
          <input type="hidden" name="token" value={token} />
          <Notice>{problem}</Notice>
          <p>
            About <bdi>{question.work}</bdi>, from <bdi>{question.name}</bdi>:
          </p>
          <p dir="auto" className="rounded-md border border-line bg-raised p-4 whitespace-pre-line">
            {question.text}
          </p>
          <SubmitButton pendingText="Sending…">Send it</SubmitButton>
        </form>
      ) : (
        <Notice>{problem ?? new ExpectedError('link-ended').message}</Notice>
      )}
    </NarrowPage>
  );
}

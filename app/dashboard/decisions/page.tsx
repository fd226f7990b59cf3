import type { Metadata } from 'next';
import { AnswerForm } from '#components/dashboard/answer-form.tsx';
import { CounterNoticeForm } from '#components/dashboard/counter-notice-form.tsx';
import { OwnDecision } from '#components/dashboard/own-decision.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { requireViewer } from '#lib/auth/viewer.ts';
import { listOwnDecisions } from '#lib/reports/own-decisions.ts';
import { answerDecisionAction, sendCounterNoticeAction } from './actions.ts';

export const metadata: Metadata = { title: 'Decisions about your works' };

const RESULTS: Readonly<Record<string, string>> = {
  answered: 'Your answer is sent. You will get a mail when it is decided again.',
  countered: 'Your counter-notice is sent. You will get a mail when it is decided again.',
};

type Props = { searchParams: Promise<Record<string, string | string[]>> };

/** What the shop has decided about the viewer's works, and why; each can be answered once. */
export default async function DecisionsPage({ searchParams }: Props) {
  const viewer = await requireViewer('/dashboard/decisions');
  const { said } = await searchParams;
  const decisions = await listOwnDecisions(viewer);
  return (
    <>
      <h1 className="text-lg font-medium">Decisions about your works</h1>
      <div className="mt-4 max-w-3xl empty:hidden">
        <Notice tone="done">{Object.hasOwn(RESULTS, String(said)) && RESULTS[String(said)]}</Notice>
      </div>
      {decisions.length === 0 ? (
        <EmptyState title="No decisions">If the shop hides one of your works, you find the reason here.</EmptyState>
      ) : (
        <ul className="max-w-3xl">
          {decisions.map((decision) => (
            <OwnDecision key={decision.id} decision={decision}>
              {decision.canAnswer && (
                <AnswerForm decisionId={decision.id} title={decision.title} action={answerDecisionAction} />
              )}
              {decision.canCounter && (
                <CounterNoticeForm decisionId={decision.id} title={decision.title} action={sendCounterNoticeAction} />
              )}
            </OwnDecision>
          ))}
        </ul>
      )}
    </>
  );
}

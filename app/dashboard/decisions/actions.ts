'use server';

import { redirect } from 'next/navigation';
import { viewerFormAction } from '#lib/auth/form-action.ts';
import { REPORT_LIMITS } from '#lib/domain/reports/report.ts';
import { answerDecision } from '#lib/reports/own-decisions.ts';
import { answerSchema } from '#lib/schemas/reports.ts';

/** “Send your answer”. */
export const answerDecisionAction = viewerFormAction(
  { schema: answerSchema, shown: { answer: REPORT_LIMITS.answer } },
  async (viewer, { decisionId, answer }) => {
    await answerDecision(viewer, decisionId, answer);
    redirect('/dashboard/decisions?said=answered');
  },
);

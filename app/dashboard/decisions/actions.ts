'use server';

import { redirect } from 'next/navigation';
import { viewerFormAction } from '#lib/auth/form-action.ts';
import { SHOWN_IN_COUNTER_NOTICE } from '#lib/domain/reports/notice.ts';
import { REPORT_LIMITS } from '#lib/domain/reports/report.ts';
import { answerDecision } from '#lib/reports/own-decisions.ts';
import { sendCounterNotice } from '#lib/reports/send-counter-notice.ts';
import { answerSchema, counterNoticeSchema } from '#lib/schemas/reports.ts';

/** “Send the counter-notice”. */
export const sendCounterNoticeAction = viewerFormAction(
  { schema: counterNoticeSchema, shown: SHOWN_IN_COUNTER_NOTICE },
  async (viewer, notice) => {
    await sendCounterNotice(viewer, notice);
    redirect('/dashboard/decisions?said=countered');
  },
);

/** “Send your answer”. */
export const answerDecisionAction = viewerFormAction(
  { schema: answerSchema, shown: { answer: REPORT_LIMITS.answer } },
  async (viewer, { decisionId, answer }) => {
    await answerDecision(viewer, decisionId, answer);
    redirect('/dashboard/decisions?said=answered');
  },
);

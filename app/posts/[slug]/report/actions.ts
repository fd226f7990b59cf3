'use server';

import type { FormState } from '#lib/domain/form-state.ts';
import { findReportedWork } from '#lib/reports/find-subject.ts';
import { reportActionFor } from '../../../report/report-action.ts';

const run = reportActionFor(findReportedWork);

/** “Send the report”, about a work. */
export async function reportWorkAction(state: FormState, form: FormData): Promise<FormState> {
  return run(state, form);
}

'use server';

import { formAction } from '#lib/auth/form-action.ts';
import type { FormState } from '#lib/domain/form-state.ts';
import { SHOWN_IN_NOTICE } from '#lib/domain/reports/notice.ts';
import { typedValues } from '#lib/domain/typed-values.ts';
import { fileNotice } from '#lib/reports/file-notice.ts';
import { rightsNoticeSchema } from '#lib/schemas/reports.ts';
import { currentReporter } from '../report-action.ts';

const run = formAction(
  { schema: rightsNoticeSchema, shown: SHOWN_IN_NOTICE },
  async (notice, form): Promise<FormState> => {
    const { unknown } = await fileNotice(notice, await currentReporter());
    if (unknown.length > 0) {
      const error = `No work of this shop is at ${unknown.join(', ')}. Please check the URL, or take it out.`;
      return { values: typedValues(form, SHOWN_IN_NOTICE), fieldErrors: { locations: error } };
    }
    return {
      values: {},
      fieldErrors: {},
      done: 'Thank you: we have sent a receipt to your address, and will write to you when we have decided.',
    };
  },
);

/** “Send the notice”. */
export async function sendNoticeAction(state: FormState, form: FormData): Promise<FormState> {
  return run(state, form);
}

import { headers } from 'next/headers';
import { z } from 'zod';
import { formAction } from '#lib/auth/form-action.ts';
import { requestAddress, requestNetwork } from '#lib/auth/request-address.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { type ReportSubject, SHOWN_IN_REPORT } from '#lib/domain/reports/report.ts';
import { type Reporter, report } from '#lib/reports/report.ts';
import { reportSchema } from '#lib/schemas/reports.ts';

/** Who sends this request, for the limits on reports. */
export async function currentReporter(): Promise<Reporter> {
  const list = await headers();
  const { key, isLocal } = requestAddress(list);
  return { address: isLocal ? null : key, network: requestNetwork(list) };
}

const subjectSchema = z.string().max(300).catch('');

/** The action of the form of a report. @param find what the form's field “subject” names */
export const reportActionFor = (find: (subject: string) => Promise<ReportSubject | null>) =>
  formAction({ schema: reportSchema, shown: SHOWN_IN_REPORT }, async (input, form) => {
    const subject = await find(subjectSchema.parse(form.get('subject')));
    if (!subject) throw new ExpectedError('not-found');
    await report(subject, input, await currentReporter());
    return {
      values: {},
      fieldErrors: {},
      done: input.email
        ? 'Thank you: we will look at it, and write to you when we have decided.'
        : 'Thank you: we will look at it.',
    };
  });

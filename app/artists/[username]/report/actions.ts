'use server';

import type { FormState } from '#lib/domain/form-state.ts';
import { findReportedArtist } from '#lib/reports/find-subject.ts';
import { artistNameSchema } from '#lib/schemas/follows.ts';
import { reportActionFor } from '../../../report/report-action.ts';

const run = reportActionFor(async (username) =>
  artistNameSchema.safeParse(username).success ? findReportedArtist(username) : null,
);

/** “Send the report”, about an artist. */
export async function reportArtistAction(state: FormState, form: FormData): Promise<FormState> {
  return run(state, form);
}

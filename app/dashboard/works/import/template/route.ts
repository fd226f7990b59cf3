import { csvFile } from '#lib/domain/csv.ts';
import { TEMPLATE_COLUMNS, TEMPLATE_ROWS } from '#lib/domain/imports/template.ts';
import { csvResponse } from '#lib/http/csv-response.ts';

async function* batches() {
  yield TEMPLATE_ROWS;
}

/** A file with all columns and an example, to begin with. */
export const GET = (): Response => csvResponse('works-template', csvFile(TEMPLATE_COLUMNS, batches()));

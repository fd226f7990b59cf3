import { REPORT_REASONS } from '#lib/domain/reports/report.ts';

/** The reasons of a report, for a select. */
export function ReasonOptions() {
  return Object.entries(REPORT_REASONS).map(([key, text]) => (
    <option key={key} value={key}>
      {text}
    </option>
  ));
}

import type { ReactNode } from 'react';
import { formatDate } from '#lib/domain/format-date.ts';
import type { OwnDecision as Decision } from '#lib/domain/reports/case.ts';
import { DECISION_NAMES, isDecision, reasonText } from '#lib/domain/reports/report.ts';

/** A decision about one of the artist's works: the statement of reasons, and what they have answered. */
export function OwnDecision({ decision: row, children }: { decision: Decision; children: ReactNode }) {
  const { title, decision, rule, reason, decidedAt, isReported, answer, counteredAt } = row;
  return (
    <li className="border-b border-line py-6 text-sm">
      <h2 dir="auto" className="font-serif text-lg wrap-anywhere">
        {title}
      </h2>
      <p className="text-quiet">
        {isDecision(decision) ? DECISION_NAMES[decision] : decision} ·{' '}
        <time dateTime={decidedAt}>{formatDate(decidedAt)}</time>
      </p>
      {reason && (
        <p dir="auto" className="mt-3 max-w-prose wrap-anywhere whitespace-pre-line">
          {reason}
        </p>
      )}
      {rule && (
        <p className="mt-2 max-w-prose text-quiet">
          The rule that it is about: {reasonText(rule)}.{' '}
          {isReported ? 'Somebody had reported it.' : 'Nobody had reported it.'} People have decided this, without any
          automatic means.
        </p>
      )}
      {counteredAt && (
        <p className="mt-3 text-quiet">
          You sent a counter-notice on <time dateTime={counteredAt}>{formatDate(counteredAt)}</time>.
        </p>
      )}
      {answer && (
        <div className="mt-3 max-w-prose">
          <p className="text-quiet">Your answer</p>
          <p dir="auto" className="wrap-anywhere whitespace-pre-line">
            {answer}
          </p>
        </div>
      )}
      <div className="mt-4 grid gap-2 empty:hidden">{children}</div>
    </li>
  );
}

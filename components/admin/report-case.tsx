import Link from 'next/link';
import type { ReactNode } from 'react';
import { formatDate, formatDateTime } from '#lib/domain/format-date.ts';
import type { CaseDecisionRow, CaseReport, CaseRow } from '#lib/domain/reports/case.ts';
import { DECISION_NAMES, isDecision, reasonText, SUBJECT_NAMES } from '#lib/domain/reports/report.ts';

type Props = {
  about: CaseRow;
  /** Its actions. */
  children: ReactNode;
};

/** A case in the moderators' queue: what was reported, by how many, and what was decided before. */
export function ReportCase({ about, children }: Props) {
  const { kind, name, path, artist, isOpen, openedAt, isHidden, reports, more, decisions } = about;
  return (
    <li className="border-b border-line py-6">
      <h2 dir="auto" className="font-serif text-lg wrap-anywhere">
        {path ? (
          <Link href={path} prefetch={false} className="underline-offset-4 hover:underline">
            {name || SUBJECT_NAMES[kind]}
          </Link>
        ) : (
          name || SUBJECT_NAMES[kind]
        )}
      </h2>
      <p className="text-sm wrap-anywhere text-quiet">
        {SUBJECT_NAMES[kind]}
        {artist && kind !== 'artist' && (
          <>
            {' '}
            by <bdi>{artist.displayName}</bdi>
            {artist.displayName !== artist.username && ` (${artist.username})`}
          </>
        )}
        {isOpen && (
          <>
            {' '}
            · waiting since <time dateTime={openedAt}>{formatDateTime(openedAt)}</time>
          </>
        )}
        {isHidden && <span className="text-accent"> · Hidden</span>}
      </p>
      <ul className="mt-3 space-y-3 text-sm">
        {reports.map((report) => (
          <Report key={report.id} report={report} />
        ))}
      </ul>
      {more > 0 && <p className="mt-3 text-sm text-quiet">And {more.toLocaleString('en')} more.</p>}
      {decisions.length > 0 && (
        <ul className="mt-3 space-y-3 border-l border-line pl-4 text-sm" aria-label="Decisions">
          {decisions.map((decision) => (
            <EarlierDecision key={decision.id} decision={decision} />
          ))}
        </ul>
      )}
      <div className="mt-4 grid gap-2">{children}</div>
    </li>
  );
}

/** Plain text: links in it are not clickable. */
function Report({ report: { reason, text, createdAt, email, notice } }: { report: CaseReport }) {
  return (
    <li>
      <p>
        {reasonText(reason)}
        <span className="text-quiet">
          {' '}
          · <time dateTime={createdAt}>{formatDateTime(createdAt)}</time>
          {email && (
            <>
              {' '}
              · <bdi>{email}</bdi>
            </>
          )}
        </span>
      </p>
      {text && (
        <p dir="auto" className="mt-1 max-w-prose wrap-anywhere whitespace-pre-line">
          {text}
        </p>
      )}
      <Fields fields={notice} />
    </li>
  );
}

function Fields({ fields }: { fields: CaseReport['notice'] }) {
  if (fields.length === 0) return null;
  return (
    <dl className="mt-1 max-w-prose">
      {fields.map(([label, value]) => (
        <div key={label} className="mt-1">
          <dt className="text-quiet">{label}</dt>
          <dd dir="auto" className="wrap-anywhere whitespace-pre-line">
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function EarlierDecision({ decision: row }: { decision: CaseDecisionRow }) {
  const { decision, rule, reason, moderator, decidedAt, answer, answeredAt, counter } = row;
  return (
    <li>
      <p>
        {isDecision(decision) ? DECISION_NAMES[decision] : decision}
        <span className="text-quiet">
          {' '}
          by <bdi>{moderator}</bdi> · <time dateTime={decidedAt}>{formatDateTime(decidedAt)}</time>
          {rule && ` · ${reasonText(rule)}`}
        </span>
      </p>
      {reason && (
        <p dir="auto" className="mt-1 max-w-prose wrap-anywhere whitespace-pre-line">
          {reason}
        </p>
      )}
      {counter && (
        <div className="mt-2 max-w-prose">
          <p className="text-quiet">
            The artist’s counter-notice · <time dateTime={counter.at}>{formatDateTime(counter.at)}</time>
          </p>
          <Fields fields={counter.fields} />
          <p>
            Unless the sender of the notice tells you that they have gone to court, the work may be shown again from{' '}
            {formatDate(counter.from)} on, by {formatDate(counter.until)}.
          </p>
        </div>
      )}
      {answer && answeredAt && (
        <div className="mt-2 max-w-prose">
          <p className="text-quiet">
            The artist’s answer · <time dateTime={answeredAt}>{formatDateTime(answeredAt)}</time>
          </p>
          <p dir="auto" className="wrap-anywhere whitespace-pre-line">
            {answer}
          </p>
        </div>
      )}
    </li>
  );
}

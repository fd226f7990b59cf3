import Link from 'next/link';
import { z } from 'zod';
import { DecisionForm } from '#components/admin/decision-form.tsx';
import { ReportCase } from '#components/admin/report-case.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { requireModerator } from '#lib/auth/viewer.ts';
import type { CaseRow } from '#lib/domain/reports/case.ts';
import { possibleDecisions, REPORT_REASONS, SUBJECT_KINDS, SUBJECT_NAMES } from '#lib/domain/reports/report.ts';
import { canModerate } from '#lib/domain/viewer.ts';
import { listCases } from '#lib/reports/list-cases.ts';
import { readKeysetCursor } from '#lib/schemas/keyset-cursor.ts';
import { type CaseFilter, caseFilterSchema } from '#lib/schemas/reports.ts';
import { adminMetadata } from '../admin-metadata.ts';
import { decideCaseAction } from './actions.ts';

export const generateMetadata = adminMetadata('Reports', canModerate);

const RESULTS: Readonly<Record<string, string>> = {
  hidden: 'The work is hidden. Its artist and those who have reported it are told.',
  shown: 'The work is shown again, or will be when the suspension of its artist ends. The artist is told.',
  dismissed: 'The reports are dismissed. Those who have sent them are told.',
  suspended: 'The artist is suspended and told, and their works are hidden.',
  proven: 'Thank you. Nothing has happened yet: please press the button again.',
};

type Props = { searchParams: Promise<Record<string, string | string[]>> };

/** What people have reported, for moderators and admins. */
export default async function ReportsPage({ searchParams }: Props) {
  const viewer = await requireModerator('/admin/reports');
  const query = await searchParams;
  const filter = caseFilterSchema.parse(query);
  const said = z.string().catch('').parse(query.said);
  const cursor = readKeysetCursor(query);
  const { rows, newer, older } = await listCases(viewer, filter, cursor);
  const place = urlOf(filter).slice(1);
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-4">
        <h1 className="text-lg font-medium">Reports</h1>
        <Link href="/admin/reports/statistics" prefetch={false} className="text-sm underline underline-offset-4">
          By month
        </Link>
      </div>
      <nav aria-label="Filters" className="mt-4 mb-6 flex flex-wrap gap-x-8 gap-y-2 text-sm">
        <FilterLinks
          links={[
            ['Waiting', { ...filter, state: 'open' }, filter.state === 'open'],
            ['Decided', { ...filter, state: 'closed' }, filter.state === 'closed'],
          ]}
        />
        <FilterLinks
          links={[
            ['All', { ...filter, kind: null }, filter.kind === null],
            ...SUBJECT_KINDS.map(
              (kind): FilterLink => [`${SUBJECT_NAMES[kind]}s`, { ...filter, kind }, filter.kind === kind],
            ),
          ]}
        />
      </nav>
      <div className="mb-6 grid max-w-3xl gap-3 empty:hidden">
        <Notice tone="done">{Object.hasOwn(RESULTS, said) && RESULTS[said]}</Notice>
      </div>
      {rows.length === 0 ? (
        <EmptyState title={filter.state === 'open' ? 'Nothing is waiting' : 'Nothing was decided'}>
          {filter.state === 'open' ? 'What people report is listed here.' : 'Decisions are kept for 400 days.'}
        </EmptyState>
      ) : (
        <ul className="max-w-3xl">
          {rows.map((row) => (
            <ReportCase key={row.id} about={row}>
              {decisionsFor(row, viewer.role === 'ADMIN').map((decision) => (
                <DecisionForm
                  key={decision}
                  {...{ caseId: row.id, version: row.version, name: row.name, decision, place }}
                  rule={ruleOf(row)}
                  action={decideCaseAction}
                />
              ))}
            </ReportCase>
          ))}
        </ul>
      )}
      {(cursor || older) && (
        <nav aria-label="Pages" className="mt-8 flex gap-6 text-sm">
          {cursor && (
            <Link href={`/admin/reports${urlOf(filter)}`} prefetch={false} className="underline underline-offset-4">
              First
            </Link>
          )}
          {newer && (
            <Link
              href={`/admin/reports${urlOf(filter)}&newer=${newer}`}
              prefetch={false}
              className="underline underline-offset-4"
            >
              Previous
            </Link>
          )}
          {older && (
            <Link
              href={`/admin/reports${urlOf(filter)}&older=${older}`}
              prefetch={false}
              className="underline underline-offset-4"
            >
              Next
            </Link>
          )}
        </nav>
      )}
    </>
  );
}

const urlOf = ({ kind, state }: CaseFilter) => `?${new URLSearchParams({ ...(kind && { kind }), state })}`;

const decisionsFor = ({ kind, isOpen, isHidden, artist }: CaseRow, isAdmin: boolean) =>
  possibleDecisions(kind, { isOpen, isHidden, canBeSuspended: artist !== null && !artist.isSuspended, isAdmin });

/** What the newest report says. */
const ruleOf = ({ reports }: CaseRow) => {
  const reason = reports[0]?.reason ?? '';
  return Object.hasOwn(REPORT_REASONS, reason) ? reason : 'other';
};

type FilterLink = [name: string, filter: CaseFilter, isCurrent: boolean];

function FilterLinks({ links }: { links: FilterLink[] }) {
  return (
    <span className="flex flex-wrap gap-5">
      {links.map(([name, filter, isCurrent]) => (
        <Link
          key={name}
          href={`/admin/reports${urlOf(filter)}`}
          prefetch={false}
          aria-current={isCurrent ? 'page' : undefined}
          className="text-quiet underline-offset-4 hover:text-ink aria-[current]:text-ink aria-[current]:underline"
        >
          {name}
        </Link>
      ))}
    </span>
  );
}

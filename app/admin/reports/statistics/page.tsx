import Link from 'next/link';
import { buttonClass } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { requireModerator } from '#lib/auth/viewer.ts';
import { MONTH_COLUMNS } from '#lib/domain/reports/statistics.ts';
import { canModerate } from '#lib/domain/viewer.ts';
import { reportStatistics } from '#lib/reports/statistics.ts';
import { adminMetadata } from '../../admin-metadata.ts';

export const generateMetadata = adminMetadata('Reports by month', canModerate);

/** Figures for a report to the public. */
export default async function ReportStatisticsPage() {
  const viewer = await requireModerator('/admin/reports/statistics');
  const months = await reportStatistics(viewer);
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-4">
        <h1 className="text-lg font-medium">Reports by month</h1>
        {viewer.role === 'ADMIN' && months.length > 0 && (
          <a href="/admin/reports/statistics/export" download className={buttonClass('text')}>
            Download as CSV
          </a>
        )}
      </div>
      <p className="mt-2 mb-6 text-sm text-quiet">
        Months are in UTC.{' '}
        <Link href="/admin/reports" prefetch={false} className="underline underline-offset-4">
          All reports
        </Link>
      </p>
      {months.length === 0 ? (
        <EmptyState title="No reports yet">Reports and decisions are counted here, month by month.</EmptyState>
      ) : (
        <div className="grid max-w-3xl gap-8">
          {months.map((month) => (
            <section key={month.month} aria-labelledby={`month-${month.month}`}>
              <h2 id={`month-${month.month}`} className="border-b border-line py-2 text-sm font-medium tabular-nums">
                {month.month}
              </h2>
              <dl className="text-sm tabular-nums">
                {MONTH_COLUMNS.map(([name, figure]) => (
                  <div key={name} className="flex justify-between gap-6 border-b border-line py-2">
                    <dt className="text-quiet">{name.charAt(0).toUpperCase() + name.slice(1)}</dt>
                    <dd>{figure(month)?.toLocaleString('en') ?? '–'}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      )}
    </>
  );
}

import Link from 'next/link';
import { AuditFilters } from '#components/admin/audit-filters.tsx';
import { AuditRow } from '#components/admin/audit-row.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { findAccountId } from '#lib/accounts/find-account-id.ts';
import { listAuditRows } from '#lib/audit/list-audit-rows.ts';
import { requireAdmin } from '#lib/auth/viewer.ts';
import { auditParams, auditQuerySchema } from '#lib/schemas/audit.ts';
import { adminMetadata } from '../admin-metadata.ts';

export const generateMetadata = adminMetadata('Audit log');

type Props = { searchParams: Promise<Record<string, string | string[]>> };

/** Who did what that trust depends on, newest first. */
export default async function AuditPage({ searchParams }: Props) {
  await requireAdmin('/admin/audit');
  const query = auditQuerySchema.parse(await searchParams);
  const filters = auditParams(query);
  const accountId = query.account ? await findAccountId(query.account) : null;
  const isUnknown = query.account !== '' && accountId === null;
  const { rows, next } = isUnknown
    ? { rows: [], next: null }
    : await listAuditRows({ ...query, accountId }, { before: query.before });
  const pageUrl = (change: { before?: string }) => `/admin/audit?${new URLSearchParams({ ...filters, ...change })}`;
  return (
    <>
      <h1 className="mb-5 text-lg font-medium">Audit log</h1>
      <AuditFilters {...filters} />
      {rows.length === 0 ? (
        <EmptyState title="Nothing recorded">
          {isUnknown ? 'There is no account with this username or email.' : 'Nothing matches these filters.'}
        </EmptyState>
      ) : (
        <>
          <div className="mt-8 flex flex-wrap items-baseline justify-between gap-4">
            <p className="text-sm text-quiet">Newest first. Times are in UTC.</p>
            <a href={`/admin/audit/export?${new URLSearchParams(filters)}`} download className={buttonClass('text')}>
              Download as CSV
            </a>
          </div>
          <ul className="mt-2">
            {rows.map((row) => (
              <AuditRow key={row.id} row={row} />
            ))}
          </ul>
        </>
      )}
      {(query.before || next) && (
        <nav aria-label="Pages" className="mt-8 flex justify-between text-sm">
          {query.before ? (
            <Link href={pageUrl({})} prefetch={false} className="underline underline-offset-4">
              Newest
            </Link>
          ) : (
            <span />
          )}
          {next && (
            <Link
              href={pageUrl({ before: `${next.at.getTime()}_${next.id}` })}
              prefetch={false}
              className="underline underline-offset-4"
            >
              Older
            </Link>
          )}
        </nav>
      )}
    </>
  );
}

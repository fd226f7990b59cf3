import type { Metadata } from 'next';
import Link from 'next/link';
import { ColumnList } from '#components/imports/column-list.tsx';
import { ImportForm } from '#components/imports/import-form.tsx';
import { problemMessage } from '#lib/auth/problem.ts';
import { requireViewer } from '#lib/auth/viewer.ts';
import { formatDateTime } from '#lib/domain/format-date.ts';
import type { ImportState } from '#lib/domain/imports/import-dto.ts';
import { listImports } from '#lib/imports/find-imports.ts';

export const metadata: Metadata = { title: 'Import works' };

const STATES: Readonly<Record<ImportState, string>> = {
  refused: 'Has to be corrected',
  checked: 'Waits to be confirmed',
  running: 'Being imported',
  finished: 'Imported',
};
const link = 'underline underline-offset-4';

type Props = { searchParams: Promise<{ problem?: string | string[] }> };

/** Takes a file of works, says how it has to be, and lists earlier ones. */
export default async function ImportWorksPage({ searchParams }: Props) {
  const viewer = await requireViewer('/dashboard/works/import');
  const { problem } = await searchParams;
  const imports = await listImports(viewer);
  return (
    <>
      <p className="text-sm text-quiet">
        <Link href="/dashboard" prefetch={false} className={link}>
          Your works
        </Link>
      </p>
      <h1 className="mt-2 mb-4 font-serif text-3xl tracking-tight">Import works</h1>
      <div className="max-w-2xl">
        <p className="mb-8 leading-relaxed">
          Add many works from a table, or change them. The whole file is checked first, and nothing happens before you
          have seen the result and confirmed it. Start from{' '}
          <a href="/dashboard/works/import/template" download className={link}>
            a template
          </a>{' '}
          or from{' '}
          <a href="/dashboard/works/export" download className={link}>
            your works as CSV
          </a>
          .
        </p>
        <ImportForm error={problemMessage(typeof problem === 'string' ? problem : undefined)} />
      </div>
      {imports.length > 0 && (
        <section className="mt-14 max-w-3xl">
          <h2 className="mb-3 text-lg font-medium">Your imports</h2>
          <ul className="text-sm">
            {imports.map(({ id, name, state, createdAt }) => (
              <li key={id} className="flex flex-wrap justify-between gap-x-6 gap-y-1 border-b border-line py-3">
                <Link href={`/dashboard/imports/${id}`} prefetch={false} dir="auto" className={`wrap-anywhere ${link}`}>
                  {name}
                </Link>
                <span className="text-quiet">
                  {STATES[state]}, <time dateTime={createdAt}>{formatDateTime(createdAt)}</time>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="mt-14">
        <h2 className="mb-3 text-lg font-medium">The columns</h2>
        <p className="mb-3 max-w-2xl text-sm text-quiet">
          The first row has their names, in any order. Only title and price have to be there. When a file changes works,
          what it has no column for stays as it is, and an empty cell empties the field.
        </p>
        <ColumnList />
      </section>
    </>
  );
}

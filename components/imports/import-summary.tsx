import type { ReactNode } from 'react';
import type { ImportDto } from '#lib/domain/imports/import-dto.ts';

const WORDS = [
  ['create', 'New'],
  ['update', 'Changed'],
  ['skip', 'Unchanged'],
] as const;

/** What an import will do, before it is confirmed: “12 new, 3 changed, 5 unchanged”. */
export function ImportSummary({ counts, changed }: Pick<ImportDto, 'counts' | 'changed'>) {
  return (
    <>
      <dl className="grid max-w-lg grid-cols-3 gap-4">
        {WORDS.map(([name, word]) => (
          <div key={name}>
            <dt className="text-sm text-quiet">{word}</dt>
            <dd className="font-serif text-3xl tabular-nums">{counts[name].toLocaleString('en')}</dd>
          </div>
        ))}
      </dl>
      {counts.publish > 0 && (
        <p>
          {counts.publish.toLocaleString('en')} {counts.publish === 1 ? 'is' : 'are'} published at once; new works
          otherwise become drafts.
        </p>
      )}
      {changed.length > 0 && (
        <details className="text-sm">
          <summary className="text-quiet underline underline-offset-4 hover:text-ink">Works that will change</summary>
          <RowList>
            {changed.map(({ row, title }) => (
              <li key={row} className="border-b border-line py-2">
                Row {row}: <bdi>{title}</bdi>
              </li>
            ))}
            {counts.update > changed.length && <li className="py-2">and others</li>}
          </RowList>
        </details>
      )}
    </>
  );
}

const RowList = ({ children }: { children: ReactNode }) => <ul className="mt-2 max-w-3xl">{children}</ul>;

/** Rows that could not be brought in, with the reason. */
export function FailedRows({ failed, total }: { failed: ImportDto['failed']; total: number }) {
  return (
    <ul className="max-w-3xl text-sm">
      {failed.map(({ row, title, problem }) => (
        <li key={row} className="border-b border-line py-3">
          <p>
            Row {row}: <bdi>{title}</bdi>
          </p>
          <p dir="auto" className="mt-1 wrap-anywhere text-accent">
            {problem}
          </p>
        </li>
      ))}
      {total > failed.length && <li className="py-3 text-quiet">and {total - failed.length} others</li>}
    </ul>
  );
}

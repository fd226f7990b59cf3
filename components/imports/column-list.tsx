import { IMPORT_COLUMNS } from '#lib/domain/imports/columns.ts';

/** What each column of a file of works is for. */
export function ColumnList() {
  return (
    <dl className="max-w-3xl text-sm">
      {Object.values(IMPORT_COLUMNS).map(({ name, about }) => (
        <div key={name} className="gap-6 border-b border-line py-3 sm:grid sm:grid-cols-[8rem_1fr]">
          <dt className="font-medium">{name}</dt>
          <dd className="text-quiet">{about}</dd>
        </div>
      ))}
    </dl>
  );
}

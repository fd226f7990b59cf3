import type { ImportProblem } from '#lib/domain/imports/import.ts';

/** What is wrong with a file, by row and column. */
export function ProblemTable({ problems }: { problems: readonly ImportProblem[] }) {
  return (
    <table className="w-full max-w-3xl text-sm">
      <caption className="sr-only">What is wrong, by row and column</caption>
      <thead>
        <tr className="border-b border-line text-left text-quiet [&>th]:py-2 [&>th]:font-normal [&>th]:whitespace-nowrap [&>th+th]:pl-4">
          <th scope="col">Row</th>
          <th scope="col">Column</th>
          <th scope="col">What to change</th>
        </tr>
      </thead>
      <tbody>
        {problems.map(({ row, column, message }) => (
          <tr
            key={`${row} ${column} ${message}`}
            className="border-b border-line align-baseline [&>td]:py-2 [&>td]:pl-4"
          >
            <th scope="row" className="py-2 text-left font-normal tabular-nums">
              {row ?? 'All'}
            </th>
            <td>{column ?? <span className="sr-only">All</span>}</td>
            <td dir="auto" className="wrap-anywhere">
              {message}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export type ListedOperation = { id: string; method: string; path: string; summary: string };

/** The operations of the API as a plain list: what is there before Swagger UI, and without JavaScript. */
export function OperationList({
  groups,
}: {
  groups: readonly { title: string; operations: readonly ListedOperation[] }[];
}) {
  return (
    <div className="grid gap-8">
      {groups.map(({ title, operations }) => (
        <section key={title}>
          <h2 className="mb-3 text-lg font-medium">{title}</h2>
          <ul className="grid gap-2">
            {operations.map(({ id, method, path, summary }) => (
              <li key={id} className="flex flex-wrap gap-x-4">
                <code className="text-sm wrap-anywhere">
                  {method.toUpperCase()} {path}
                </code>
                <span className="text-quiet">{summary}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

import type { VisitorFigures } from '#lib/domain/visits/visitor-days.ts';

/** The number of visitors in total, in the last seven days, and today. */
export function VisitorNumbers({ total, week, days }: VisitorFigures) {
  const figures = [
    ['Total', total],
    ['Last seven days', week],
    ['Today', days.at(-1)?.visitors ?? 0],
  ] as const;
  return (
    <dl className="flex flex-wrap gap-x-10 gap-y-4">
      {figures.map(([name, value]) => (
        <div key={name} className="flex flex-col-reverse">
          <dt className="text-sm text-quiet">{name}</dt>
          <dd className="font-serif text-3xl tabular-nums">{value.toLocaleString('en')}</dd>
        </div>
      ))}
    </dl>
  );
}

import type { VisitorFigures } from '#lib/domain/visits/visitor-days.ts';
import { VisitorChart } from './visitor-chart.tsx';
import { VisitorNumbers } from './visitor-numbers.tsx';

/** The visitors of all the artist's works. The chart opens on demand, because the works below matter more. */
export function VisitorSummary({ figures }: { figures: VisitorFigures }) {
  return (
    <section aria-labelledby="visitors" className="mb-8 border-y border-line py-6">
      <h2 id="visitors" className="mb-3 text-sm font-medium">
        Visitors
      </h2>
      <VisitorNumbers {...figures} />
      <details className="mt-5 text-sm">
        <summary className="w-fit text-quiet underline underline-offset-4 hover:text-ink">Day by day</summary>
        <div className="mt-5 max-w-4xl">
          <VisitorChart title="Visitors of all your works in the last 30 days" days={figures.days} />
        </div>
      </details>
    </section>
  );
}

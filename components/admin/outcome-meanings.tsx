import { EVENT_OUTCOMES, OUTCOME_LABELS } from '#lib/domain/sale/webhook-log.ts';

/** A list of what each outcome means, closed at first. */
export function OutcomeMeanings() {
  return (
    <details className="mt-4 text-sm">
      <summary className="w-fit text-quiet underline underline-offset-4 hover:text-ink">
        What do the outcomes mean?
      </summary>
      <dl className="mt-4 grid max-w-3xl gap-x-6 gap-y-3 sm:grid-cols-[6rem_1fr]">
        {EVENT_OUTCOMES.map((outcome) => (
          <div key={outcome} className="contents">
            <dt className="font-medium">{OUTCOME_LABELS[outcome].name}</dt>
            <dd className="text-quiet max-sm:-mt-2">{OUTCOME_LABELS[outcome].meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

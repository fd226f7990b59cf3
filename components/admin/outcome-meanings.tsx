import { EVENT_OUTCOMES, OUTCOME_WORDS } from '#lib/domain/sale/webhook-log.ts';

/** What each outcome means, for whoever asks. */
export function OutcomeMeanings() {
  return (
    <details className="mt-4 text-sm">
      <summary className="w-fit text-quiet underline underline-offset-4 hover:text-ink">
        What do the outcomes mean?
      </summary>
      <dl className="mt-4 grid max-w-3xl gap-x-6 gap-y-3 sm:grid-cols-[6rem_1fr]">
        {EVENT_OUTCOMES.map((outcome) => (
          <div key={outcome} className="contents">
            <dt className="font-medium">{OUTCOME_WORDS[outcome].name}</dt>
            <dd className="text-quiet max-sm:-mt-2">{OUTCOME_WORDS[outcome].meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

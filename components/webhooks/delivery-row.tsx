import { SubmitButton } from '#components/ui/submit-button.tsx';
import { formatDateTime } from '#lib/domain/format-date.ts';
import { DELIVERY_STATUS_LABELS, type DeliveryDto, type EndpointScope } from '#lib/domain/webhooks/endpoint.ts';
import { EndpointFields } from './endpoint-fields.tsx';

type Props = {
  delivery: DeliveryDto;
  scope: EndpointScope;
  endpoint: string;
  /** Sends it once more; null while the endpoint is off. */
  replay: ((form: FormData) => Promise<void>) | null;
};

/** One delivery in an endpoint's log: what, when, how it went, and its body. */
export function DeliveryRow({ delivery, scope, endpoint, replay }: Props) {
  const { id, messageId, type, status, isReplay, createdAt, payload } = delivery;
  return (
    <li className="grid gap-x-8 gap-y-1 border-b border-line py-4 text-sm md:grid-cols-[11rem_minmax(0,1fr)_7rem]">
      <p className="text-quiet">
        <Time time={createdAt} />
      </p>
      <div className="min-w-0">
        <h3 className="font-medium">
          <code>{type}</code>
        </h3>
        <p className="text-xs wrap-anywhere text-quiet">{messageId}</p>
        <LastAttempt delivery={delivery} />
        <details className="mt-1">
          <summary className="w-fit text-quiet underline underline-offset-4 hover:text-ink">
            Payload<span className="sr-only"> of {type}</span>
          </summary>
          <pre
            // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable content must be reachable with the keyboard
            tabIndex={0}
            className="mt-2 overflow-x-auto rounded-md bg-sunken p-4 text-xs leading-relaxed"
          >
            {JSON.stringify(JSON.parse(payload), null, 2)}
          </pre>
        </details>
      </div>
      <div className="md:text-right">
        <p className={status === 'failed' ? 'text-accent' : 'text-quiet'}>
          {DELIVERY_STATUS_LABELS[status]}
          {isReplay && ', replayed'}
        </p>
        {replay && (
          <form action={replay}>
            <EndpointFields scope={scope} endpoint={endpoint} />
            <input type="hidden" name="delivery" value={id} />
            <SubmitButton variant="text" pendingText="…">
              {status === 'pending' ? 'Try now' : 'Replay'}
              <span className="sr-only">
                {' '}
                {type} of {formatDateTime(createdAt)}
              </span>
            </SubmitButton>
          </form>
        )}
      </div>
    </li>
  );
}

function LastAttempt({ delivery }: { delivery: DeliveryDto }) {
  const { attempts, attemptedAt, responseStatus, error, durationMs, dueAt } = delivery;
  return (
    <>
      {attemptedAt ? (
        <p className="text-quiet">
          {attempts === 1 ? '1 attempt' : `${attempts} attempts`}, last <Time time={attemptedAt} />
          {durationMs !== null && `, ${durationMs} ms`}
          {responseStatus !== null && `, response ${responseStatus}`}
        </p>
      ) : (
        <p className="text-quiet">Not attempted yet</p>
      )}
      {error && <p className="text-accent">{error}</p>}
      {dueAt && attemptedAt && (
        <p className="text-quiet">
          Next attempt at <Time time={dueAt} />
        </p>
      )}
    </>
  );
}

const Time = ({ time }: { time: string }) => (
  <time dateTime={time} title={time} className="tabular-nums">
    {formatDateTime(time)}
  </time>
);

import { type BoundedCount, describeAge, describeCount } from '#lib/domain/sale/webhook-log.ts';
import { Figure } from './figure.tsx';

/** An entry that is older than this is not just being processed. */
const STALE_MS = 60_000;

type Props = {
  state: {
    lag: BoundedCount;
    pending: number;
    oldest: { age: number; deliveries: number } | null;
    consumers: { name: string; pending: number }[];
  };
  deadLetters: number;
  workers: { name: string; age: number }[];
};

/** How far behind the workers are, and which of them are alive. */
export function StreamFigures({ state, deadLetters, workers }: Props) {
  const { lag, pending, oldest, consumers } = state;
  const pendingByWorker = new Map(consumers.map((consumer) => [consumer.name, consumer.pending]));
  return (
    <>
      <dl className="grid grid-cols-2 gap-x-8 gap-y-6 sm:grid-cols-4">
        <Figure name="Not read yet" value={describeCount(lag)} />
        <Figure name="Not acknowledged" value={pending.toLocaleString('en')} />
        <Figure
          name="Oldest of these"
          value={oldest ? describeAge(oldest.age) : '–'}
          isAlarming={oldest !== null && oldest.age > STALE_MS}
        >
          {oldest && describeAttempts(oldest.deliveries)}
        </Figure>
        <Figure
          name="Dead letters"
          value={deadLetters.toLocaleString('en')}
          href="/admin/events?outcome=failed"
          isAlarming={deadLetters > 0}
        />
      </dl>
      {workers.length === 0 ? (
        <p className="mt-8 text-sm text-accent">No worker has sent a heartbeat within the last 15 seconds.</p>
      ) : (
        <ul className="mt-8 grid gap-1 text-sm">
          {workers.map(({ name, age }) => (
            <li key={name}>
              <span className="break-all">{name}</span>{' '}
              <span className="text-quiet tabular-nums">
                last seen {describeAge(age)} ago
                {pendingByWorker.has(name) && `, ${pendingByWorker.get(name)} not acknowledged`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function describeAttempts(deliveries: number): string {
  if (deliveries === 0) return 'not tried yet';
  return deliveries === 1 ? 'tried once' : `tried ${deliveries} times`;
}

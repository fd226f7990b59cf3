import {
  describeAge,
  describeCount,
  OUTCOME_WORDS,
  prettyPayload,
  type ReceivedEvent,
  readableReason,
} from '#lib/domain/sale/webhook-log.ts';
import type { FoundEvent } from '#lib/orders/webhook-log/find-event.ts';
import type { DeadLetter } from '#lib/payments/dead-letters.ts';
import type { OpenEntry, StreamState } from '#lib/payments/stream-state.ts';

/** What was taken in, as a table. @param more are there others, older ones? */
export function eventsReport(events: readonly ReceivedEvent[], more: boolean): string {
  if (events.length === 0) return 'No events.';
  const rows = events.map(({ receivedAt, id, type, outcome, order, detail }) => [
    ...[timeOf(receivedAt), id, type, outcome, order?.id ?? '–'],
    readableReason(detail ?? ''),
  ]);
  const shown = table(['time (UTC)', 'id', 'type', 'outcome', 'order', 'detail'], rows);
  return more ? `${shown}\nOlder ones are there too; see --limit.` : shown;
}

/** What stands in Redis; null when it does not answer. */
export function streamReport(inRedis: { state: StreamState; open: OpenEntry[]; letters: DeadLetter[] } | null): string {
  if (!inRedis) return 'Redis does not answer, so nothing is known of the stream and its dead letters.';
  const { length, lag, pending } = inRedis.state;
  const summary = `In the stream: ${length} ${length === 1 ? 'entry' : 'entries'}, of which ${describeCount(lag)} not read yet and ${pending} not acknowledged.`;
  return [summary, openTable(inRedis.open), letterTable(inRedis.letters)].join('\n');
}

function openTable(open: readonly OpenEntry[]): string {
  if (open.length === 0) return '';
  const rows = open.map(({ age, eventId, type, deliveries, consumer }) => [
    ...[describeAge(age), eventId, type, String(deliveries), consumer ?? '–'],
  ]);
  return `${table(['waits for', 'id', 'type', 'tries', 'worker'], rows)}\n`;
}

function letterTable(letters: readonly DeadLetter[]): string {
  if (letters.length === 0) return 'No dead letters.';
  const rows = letters.map(({ putAsideAt, eventId, type, reference, error }) => [
    ...[timeOf(putAsideAt), eventId, type, reference || '–'],
    readableReason(error),
  ]);
  return `Dead letters:\n${table(['time (UTC)', 'id', 'type', 'reference', 'error'], rows)}`;
}

/** All that is known of one event. */
export function eventReport(eventId: string, { taken, letters, open, redisAnswers }: FoundEvent): string {
  const outcome = taken && `${taken.outcome}: ${OUTCOME_WORDS[taken.outcome].meaning}`;
  const facts: [name: string, value: string | null | undefined][] = [
    ['id', eventId],
    ['type', taken?.type ?? letters[0]?.type ?? open?.type],
    ['outcome', outcome ?? 'none yet'],
    ['detail', taken?.detail && readableReason(taken.detail)],
    ['order', taken?.order && `${taken.order.id} (${taken.order.title})`],
    ['payment', taken?.paymentIntentId],
    ['happened', taken && `${timeOf(taken.createdAt)} UTC`],
    ['came', taken && `${timeOf(taken.receivedAt)} UTC`],
    ['in the stream', open && `for ${describeAge(open.age)}, tries: ${open.deliveries}`],
    ...letters.map(({ putAsideAt, error, reference }): [string, string] => [
      'dead letter',
      `${timeOf(putAsideAt)} UTC, log reference ${reference || 'unknown'}: ${readableReason(error)}`,
    ]),
    ['Redis', redisAnswers ? null : 'does not answer, so nothing is known of the stream and its dead letters'],
  ];
  const known = facts.flatMap(([name, value]) => (value ? [`${name.padEnd(14)} ${value}`] : []));
  const text = prettyPayload(taken?.payload ?? null, letters[0]?.body ?? null);
  return [...known, '', text ?? 'Its text is not kept here.'].join('\n');
}

/** `2026-11-23 09:30:05`, in UTC. */
const timeOf = (time: string) => time.slice(0, 19).replace('T', ' ');

/** The rows under their heads, every column as wide as its widest cell. */
function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ');
  return [heads, ...rows].map((row) => line(row).trimEnd()).join('\n');
}

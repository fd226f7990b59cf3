import {
  describeAge,
  describeCount,
  OUTCOME_LABELS,
  prettyPayload,
  type ReceivedEvent,
  readableReason,
} from '#lib/domain/sale/webhook-log.ts';
import type { FoundEvent } from '#lib/orders/webhook-log/find-event.ts';
import type { DeadLetter } from '#lib/payments/dead-letters.ts';
import type { OpenEntry, StreamState } from '#lib/payments/stream-state.ts';

/** Recorded events as a table. @param more whether there are older ones */
export function eventsReport(events: readonly ReceivedEvent[], more: boolean): string {
  if (events.length === 0) return 'No events.';
  const rows = events.map(({ receivedAt, id, type, outcome, order, detail }) => [
    ...[timeOf(receivedAt), id, type, outcome, order?.id ?? '–'],
    readableReason(detail ?? ''),
  ]);
  const shown = table(['time (UTC)', 'id', 'type', 'outcome', 'order', 'detail'], rows);
  return more ? `${shown}\nThere are older events; see --limit.` : shown;
}

/** The stream and the dead letters. @param inRedis null if Redis is unavailable */
export function streamReport(inRedis: { state: StreamState; open: OpenEntry[]; letters: DeadLetter[] } | null): string {
  if (!inRedis) return 'Redis is not responding, so the stream and the dead letters are not shown.';
  const { length, lag, pending } = inRedis.state;
  const entries = length === 1 ? '1 entry' : `${length} entries`;
  const summary = `Stream: ${entries}, ${describeCount(lag)} unread, ${pending} unacknowledged.`;
  return [summary, openTable(inRedis.open), letterTable(inRedis.letters)].join('\n');
}

function openTable(open: readonly OpenEntry[]): string {
  if (open.length === 0) return '';
  const rows = open.map(({ age, eventId, type, deliveries, consumer }) => [
    ...[describeAge(age), eventId, type, String(deliveries), consumer ?? '–'],
  ]);
  return `${table(['age', 'id', 'type', 'attempts', 'worker'], rows)}\n`;
}

function letterTable(letters: readonly DeadLetter[]): string {
  if (letters.length === 0) return 'No dead letters.';
  const rows = letters.map(({ deadLetteredAt, eventId, type, reference, error }) => [
    ...[timeOf(deadLetteredAt), eventId, type, reference || '–'],
    readableReason(error),
  ]);
  return `Dead letters:\n${table(['time (UTC)', 'id', 'type', 'reference', 'error'], rows)}`;
}

/** Everything known about one event. */
export function eventReport(eventId: string, { recorded, letters, open, isRedisAvailable }: FoundEvent): string {
  const outcome = recorded && `${recorded.outcome}: ${OUTCOME_LABELS[recorded.outcome].meaning}`;
  const facts: [name: string, value: string | null | undefined][] = [
    ['id', eventId],
    ['type', recorded?.type ?? letters[0]?.type ?? open?.type],
    ['outcome', outcome ?? 'none yet'],
    ['detail', recorded?.detail && readableReason(recorded.detail)],
    ['order', recorded?.order && `${recorded.order.id} (${recorded.order.title})`],
    ['payment', recorded?.paymentIntentId],
    ['created', recorded && `${timeOf(recorded.createdAt)} UTC`],
    ['received', recorded && `${timeOf(recorded.receivedAt)} UTC`],
    ['in the stream', open && `for ${describeAge(open.age)}, attempts: ${open.deliveries}`],
    ...letters.map(({ deadLetteredAt, error, reference }): [string, string] => [
      'dead letter',
      `${timeOf(deadLetteredAt)} UTC, log reference ${reference || 'unknown'}: ${readableReason(error)}`,
    ]),
    ['Redis', isRedisAvailable ? null : 'not responding, so the stream and the dead letters are not shown'],
  ];
  const known = facts.flatMap(([name, value]) => (value ? [`${name.padEnd(14)} ${value}`] : []));
  const text = prettyPayload(recorded?.payload ?? null, letters[0]?.body ?? null);
  return [...known, '', text ?? 'The payload is no longer stored.'].join('\n');
}

/** `2026-11-23 09:30:05`, in UTC. */
const timeOf = (time: string) => time.slice(0, 19).replace('T', ' ');

/** Rows under a header, each column as wide as its widest cell. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ');
  return [header, ...rows].map((row) => line(row).trimEnd()).join('\n');
}
